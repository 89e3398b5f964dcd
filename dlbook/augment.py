"""Augmentation: new training images from old ones, by small changes that leave the label true.

Images are batches of shape (n, height, width), float32, 0 for background and 1 for ink. Positions count from
the top left; angles turn anticlockwise as seen. What comes in from outside is background.
"""

from dataclasses import dataclass
from math import cos, isfinite, pi, sin

import numpy as np
from scipy import ndimage

from dlbook.checks import problem

Array = np.ndarray


def shift(images: Array, down: float, right: float) -> Array:
    """Move images.

    Args:
        images: shape (n, height, width), values in [0, 1].
        down: pixels, negative for up; fractions are interpolated linearly.
        right: pixels, negative for left.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: if the images have another shape or values outside [0, 1].

    Example:
        >>> shift(np.eye(3, dtype=np.float32)[None], down=0, right=1)[0]
        array([[0., 1., 0.],
               [0., 0., 1.],
               [0., 0., 0.]], dtype=float32)
    """
    return _warp(images, np.eye(2), np.array([down, right], dtype=float))


def rotate(images: Array, degrees: float) -> Array:
    """Turn images about their centre.

    Args:
        images: shape (n, height, width), values in [0, 1].
        degrees: angle, anticlockwise.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: as ``shift``.

    Example:
        >>> image = np.zeros((1, 3, 3), np.float32)
        >>> image[0, 0, 1] = 1  # a dot above the centre goes left
        >>> rotate(image, 90)[0].round(3)
        array([[0., 0., 0.],
               [1., 0., 0.],
               [0., 0., 0.]], dtype=float32)
    """
    angle = degrees * pi / 180
    return _warp(images, np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]))


def skew(images: Array, slope: float) -> Array:
    """Lean images over (a shear): rows move sideways in proportion to their height.

    Args:
        images: shape (n, height, width), values in [0, 1].
        slope: pixels to the right for each pixel above the centre; positive leans like italics.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: as ``shift``.

    Example:
        >>> image = np.zeros((1, 3, 3), np.float32)
        >>> image[0, :, 1] = 1
        >>> skew(image, 1.0)[0]
        array([[0., 0., 1.],
               [0., 1., 0.],
               [1., 0., 0.]], dtype=float32)
    """
    return _warp(images, np.array([[1.0, 0.0], [-slope, 1.0]]))


def zoom(images: Array, factor: float) -> Array:
    """Enlarge or shrink images about their centre; the frame keeps its size.

    Args:
        images: shape (n, height, width), values in [0, 1].
        factor: above 0; more than 1 enlarges.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: as ``shift``, or if the factor is not above 0.

    Example:
        >>> image = np.zeros((1, 5, 5), np.float32)
        >>> image[0, 2, 1] = 1  # one pixel left of the centre
        >>> bool(zoom(image, 2.0)[0, 2, 0] == 1)
        True
    """
    if not (factor > 0 and isfinite(factor)):
        raise problem(f"factor is {factor!r}", "a finite number above 0", "Pass 1.1 to enlarge by a tenth")
    return _warp(images, np.eye(2) * factor)


def blur(images: Array, sigma: float) -> Array:
    """Blur images by a Gaussian bell.

    Args:
        images: shape (n, height, width), values in [0, 1].
        sigma: the bell's standard deviation in pixels, at least 0; 0 changes nothing.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: as ``shift``, or if sigma is negative.

    Example:
        >>> image = np.zeros((1, 9, 9), np.float32)
        >>> image[0, 4, 4] = 1
        >>> round(float(blur(image, 1.0)[0, 4, 4]), 3)
        0.159
    """
    _check_size("sigma", sigma)
    blurred = ndimage.gaussian_filter(_checked(images), (0, sigma, sigma), mode="constant")
    return np.clip(blurred, 0, 1)


def add_noise(images: Array, sigma: float, *, rng: np.random.Generator) -> Array:
    """Add normal noise to every pixel, then cut to [0, 1].

    Args:
        images: shape (n, height, width), values in [0, 1].
        sigma: the noise's standard deviation, at least 0.
        rng: draws the noise.

    Returns:
        New images, the same shape, float32.

    Raises:
        ValueError: as ``shift``, or if sigma is negative.

    Example:
        >>> add_noise(np.full((1, 2, 2), 0.5), 0.1, rng=np.random.default_rng(0)).shape
        (1, 2, 2)
    """
    _check_size("sigma", sigma)
    images = _checked(images)
    noise = rng.standard_normal(images.shape, dtype=np.float32)
    return np.clip(images + np.float32(sigma) * noise, 0, 1)


@dataclass(frozen=True)
class Augment:
    """Random changes, drawn anew for each image: each amount uniformly between minus and plus its limit.

    Blur and noise have amounts from 0 to their limits; a zoom of 0.1 draws factors from 0.9 to 1.1. All
    warps of an image are done in one interpolation.

    Args:
        shift: pixels, in each direction.
        degrees: angle of rotation.
        skew: slope.
        zoom: in [0, 1), distance of the factor from 1.
        blur: standard deviation in pixels.
        noise: standard deviation of pixel values.

    Raises:
        ValueError: if a limit is negative.

    Example:
        >>> augment = Augment(shift=2, degrees=10)
        >>> augment(np.zeros((5, 28, 28), np.float32), rng=np.random.default_rng(0)).shape
        (5, 28, 28)
    """

    shift: float = 0.0
    degrees: float = 0.0
    skew: float = 0.0
    zoom: float = 0.0
    blur: float = 0.0
    noise: float = 0.0

    def __post_init__(self) -> None:
        for name, limit in vars(self).items():
            _check_size(name, limit)
        if self.zoom >= 1:
            raise problem(f"zoom is {self.zoom!r}", "a number from 0 up to but not including 1", "Try 0.1")

    def __call__(self, images: Array, *, rng: np.random.Generator) -> Array:
        """Return a changed copy of each image.

        Args:
            images: shape (n, height, width), values in [0, 1].
            rng: draws all amounts and the noise.

        Returns:
            New images, the same shape, float32.
        """
        images = _checked(images)
        changed = np.empty_like(images)
        for i, image in enumerate(images):
            matrix, offset = self._draw_warp(rng)
            changed[i] = _warp(image[None], matrix, offset)[0]
            if self.blur:
                changed[i] = blur(changed[i : i + 1], rng.uniform(0, self.blur))[0]
        if self.noise:
            sigmas = rng.uniform(0, self.noise, size=(len(images), 1, 1)).astype(np.float32)
            changed += sigmas * rng.standard_normal(images.shape, dtype=np.float32)
        return np.clip(changed, 0, 1)

    def _draw_warp(self, rng: np.random.Generator) -> tuple[Array, Array]:
        angle = rng.uniform(-self.degrees, self.degrees) * pi / 180
        slope = rng.uniform(-self.skew, self.skew)
        factor = 1 + rng.uniform(-self.zoom, self.zoom)
        turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
        lean = np.array([[1.0, 0.0], [-slope, 1.0]])
        return factor * turn @ lean, rng.uniform(-self.shift, self.shift, size=2)


def _warp(images: Array, matrix: Array, offset: Array | None = None) -> Array:
    """Send each point p (row, column; from the centre) to matrix p + offset.

    SciPy wants the way back: for a point q of the new image, the point of the old one that is shown there.
    """
    images = _checked(images)
    centre = (np.array(images.shape[1:]) - 1) / 2
    back = np.linalg.inv(matrix)
    start = centre - back @ (centre + (0 if offset is None else offset))
    warped = np.empty_like(images)
    for image, new in zip(images, warped, strict=True):
        ndimage.affine_transform(image, back, start, output=new, order=1, mode="constant")
    return np.clip(warped, 0, 1, out=warped)


def _checked(images: Array) -> Array:
    images = np.asarray(images)
    if images.ndim != 3 or images.size == 0 or images.dtype.kind != "f":
        raise problem(
            f"images have shape {images.shape} and dtype {images.dtype}",
            "floats of shape (n, height, width)",
            "Divide bytes by 255, and put a single image into a batch: image[None]",
        )
    if not (images.min() >= 0 and images.max() <= 1):
        raise problem(
            f"pixels run from {images.min():g} to {images.max():g}", "values in [0, 1]", "Divide bytes by 255"
        )
    return images.astype(np.float32, copy=False)


def _check_size(name: str, value: float) -> None:
    if not (value >= 0 and isfinite(value)):
        raise problem(f"{name} is {value!r}", "a finite number of at least 0", "Pass its size")

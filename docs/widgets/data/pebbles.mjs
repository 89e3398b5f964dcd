/** The twelve pebbles of chapter 5, as the figures have them. Written by `dlbook widgets-fixtures`. */
export default {"inputs": [-0.3, -0.1, 0.1, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.1, 1.3, 1.5], "targets": [0.6, 0.1, 1.4, 0.7, 1.6, 0.8, 1.9, 1.0, 1.3, 2.5, 1.6, 2.9], "start": [3.0, 1.25], "levels": [0.3, 0.6, 1.2, 2.2, 3.6, 5.5, 8.0]};

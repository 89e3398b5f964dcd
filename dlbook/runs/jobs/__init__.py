"""The jobs that runs are made of: functions that train with one seed and return the numbers."""

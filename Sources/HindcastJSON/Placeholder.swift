// HindcastJSON

// HindcastModelTests

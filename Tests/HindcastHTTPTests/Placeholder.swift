// HindcastHTTPTests

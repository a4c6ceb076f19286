// HindcastOTLPTests

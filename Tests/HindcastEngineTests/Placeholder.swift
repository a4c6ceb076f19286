// HindcastEngineTests

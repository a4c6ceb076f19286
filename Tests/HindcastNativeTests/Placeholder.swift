// HindcastNativeTests

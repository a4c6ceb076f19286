// HindcastNative

// HindcastStore

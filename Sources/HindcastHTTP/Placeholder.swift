// HindcastHTTP

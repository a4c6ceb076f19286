// HindcastJSONTests

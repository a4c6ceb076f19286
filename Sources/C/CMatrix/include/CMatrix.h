#ifndef HINDCAST_MATRIX_H
#define HINDCAST_MATRIX_H

#include <stddef.h>

/// The arithmetic of a text encoder over rows of floats. Each function picks the widest instructions of the machine it
/// runs on. Nothing here allocates, and no two arguments may overlap unless said.

/// `output[row][column] = input[row] . weights[column] + bias[column]`; `weights` holds one row for each column.
void hindcast_matrix_linear(
    const float *input, const float *weights, const float *bias, float *output, size_t rows, size_t inputs,
    size_t outputs);

/// For each head the rows of `values`, mixed by how well `queries` meet `keys`. `scores` is room for `rows` floats.
void hindcast_matrix_attend(
    const float *queries, const float *keys, const float *values, float *output, float *scores, size_t rows,
    size_t width, size_t heads);

/// Adds `more` to `rows`, then brings each row to mean 0 and deviation 1, scaled and moved.
void hindcast_matrix_add_normalise(
    float *rows, const float *more, const float *scale, const float *shift, size_t count, size_t width,
    float epsilon);

/// The Gaussian error linear unit, in place.
void hindcast_matrix_gelu(float *values, size_t count);

#endif

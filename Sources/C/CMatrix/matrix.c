#include "CMatrix.h"

#include <math.h>

#define HINDCAST_INLINE static inline __attribute__((always_inline))

enum { lanes = 8 };
typedef float Lanes __attribute__((vector_size(lanes * sizeof(float)), aligned(4)));

HINDCAST_INLINE float total(const Lanes *sum) {
    typedef float Half __attribute__((vector_size(16)));
    Half half = __builtin_shufflevector(*sum, *sum, 0, 1, 2, 3) + __builtin_shufflevector(*sum, *sum, 4, 5, 6, 7);
    return (half[0] + half[2]) + (half[1] + half[3]);
}

HINDCAST_INLINE float dot(const float *one, const float *other, size_t count) {
    Lanes sum = {0};
    size_t place = 0;
    for (; place + lanes <= count; place += lanes) sum += *(const Lanes *)(one + place) * *(const Lanes *)(other + place);
    float all = total(&sum);
    for (; place < count; place++) all += one[place] * other[place];
    return all;
}

/* Three rows by four columns: twelve sums and what they are made from fill the sixteen registers. */
enum { tileRows = 3, tileColumns = 4 };

HINDCAST_INLINE void tile(
    const float *input, const float *weights, const float *bias, float *output, size_t inputs, size_t outputs) {
    Lanes sums[tileRows][tileColumns] = {{{0}}};
    size_t place = 0;
    for (; place + lanes <= inputs; place += lanes) {
        Lanes left[tileRows];
        for (int row = 0; row < tileRows; row++) left[row] = *(const Lanes *)(input + row * inputs + place);
        for (int column = 0; column < tileColumns; column++) {
            Lanes right = *(const Lanes *)(weights + column * inputs + place);
            for (int row = 0; row < tileRows; row++) sums[row][column] += left[row] * right;
        }
    }
    for (int row = 0; row < tileRows; row++)
        for (int column = 0; column < tileColumns; column++) {
            float all = total(&sums[row][column]) + bias[column];
            for (size_t rest = place; rest < inputs; rest++)
                all += input[row * inputs + rest] * weights[column * inputs + rest];
            output[row * outputs + column] = all;
        }
}

HINDCAST_INLINE void linear(
    const float *input, const float *weights, const float *bias, float *output, size_t rows, size_t inputs,
    size_t outputs) {
    /* Columns outside: their weights are read from memory once, and the rows stay in the cache. */
    for (size_t column = 0; column < outputs; column += tileColumns) {
        size_t row = 0;
        if (column + tileColumns <= outputs)
            for (; row + tileRows <= rows; row += tileRows)
                tile(
                    input + row * inputs, weights + column * inputs, bias + column,
                    output + row * outputs + column, inputs, outputs);
        for (; row < rows; row++)
            for (size_t each = column; each < outputs && each < column + tileColumns; each++)
                output[row * outputs + each] = dot(input + row * inputs, weights + each * inputs, inputs) + bias[each];
    }
}

/* The sum of all rows, each by its weight, a few columns at a time so that the sum stays in registers. */
HINDCAST_INLINE void mix(
    const float *values, const float *weights, float factor, float *output, size_t rows, size_t width, size_t share) {
    size_t place = 0;
    for (; place + lanes <= share; place += lanes) {
        Lanes sum = {0};
        for (size_t row = 0; row < rows; row++) sum += weights[row] * *(const Lanes *)(values + row * width + place);
        *(Lanes *)(output + place) = sum * factor;
    }
    for (; place < share; place++) {
        float sum = 0;
        for (size_t row = 0; row < rows; row++) sum += weights[row] * values[row * width + place];
        output[place] = sum * factor;
    }
}

HINDCAST_INLINE void attend(
    const float *queries, const float *keys, const float *values, float *output, float *scores, size_t rows,
    size_t width, size_t heads) {
    size_t share = width / heads;
    float scale = 1 / sqrtf((float)share);
    for (size_t head = 0; head < heads; head++)
        for (size_t row = 0; row < rows; row++) {
            const float *query = queries + row * width + head * share;
            float most = -INFINITY, sum = 0;
            for (size_t other = 0; other < rows; other++) {
                scores[other] = dot(query, keys + other * width + head * share, share) * scale;
                if (scores[other] > most) most = scores[other];
            }
            for (size_t other = 0; other < rows; other++) {
                scores[other] = expf(scores[other] - most);
                sum += scores[other];
            }
            mix(values + head * share, scores, 1 / sum, output + row * width + head * share, rows, width, share);
        }
}

HINDCAST_INLINE void add_normalise(
    float *rows, const float *more, const float *scale, const float *shift, size_t count, size_t width,
    float epsilon) {
    for (size_t row = 0; row < count; row++) {
        float *values = rows + row * width;
        float mean = 0, square = 0;
        for (size_t place = 0; place < width; place++) {
            values[place] += more[row * width + place];
            mean += values[place];
        }
        mean /= (float)width;
        for (size_t place = 0; place < width; place++) {
            float off = values[place] - mean;
            square += off * off;
        }
        float factor = 1 / sqrtf(square / (float)width + epsilon);
        for (size_t place = 0; place < width; place++)
            values[place] = (values[place] - mean) * factor * scale[place] + shift[place];
    }
}

HINDCAST_INLINE void gelu(float *values, size_t count) {
    for (size_t place = 0; place < count; place++)
        values[place] = 0.5f * values[place] * (1 + erff(values[place] * 0.70710678f));
}

/* Each function once in the instructions that every machine of its kind has, and on x86-64 once more with those that all
   but the oldest have; which one runs is asked of the processor, so that one build serves both. */
#if defined(__x86_64__)
#define HINDCAST_WIDE(name, parameters, arguments)                                                 \
    __attribute__((target("avx2,fma"))) static void name##_wide parameters { name arguments; }     \
    static void name##_plain parameters { name arguments; }                                        \
    void hindcast_matrix_##name parameters {                                                       \
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) name##_wide arguments; \
        else name##_plain arguments;                                                               \
    }
#else
#define HINDCAST_WIDE(name, parameters, arguments) \
    void hindcast_matrix_##name parameters { name arguments; }
#endif

HINDCAST_WIDE(
    linear,
    (const float *input, const float *weights, const float *bias, float *output, size_t rows, size_t inputs,
     size_t outputs),
    (input, weights, bias, output, rows, inputs, outputs))
HINDCAST_WIDE(
    attend,
    (const float *queries, const float *keys, const float *values, float *output, float *scores, size_t rows,
     size_t width, size_t heads),
    (queries, keys, values, output, scores, rows, width, heads))
HINDCAST_WIDE(
    add_normalise,
    (float *rows, const float *more, const float *scale, const float *shift, size_t count, size_t width,
     float epsilon),
    (rows, more, scale, shift, count, width, epsilon))
HINDCAST_WIDE(gelu, (float *values, size_t count), (values, count))

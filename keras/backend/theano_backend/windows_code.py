"""The code in C of the operations in `windows`."""

GEOMETRY = r"""
enum Part { OUTPUT, IMAGE, KERNEL };
enum Padding { VALID, SAME, CAUSAL };

// How windows lie on an image. `before` counts the zeros around it, where an axis begins.
struct Geometry {
  npy_intp batch, size[3], channels, window[3], places[3], filters;
  npy_intp stride[3], dilation[3], before[3], reach;  // `reach`: the entries of a window
  int padding;
  bool by_channel;

  // Works out the rest; returns false where no window fits.
  bool lay() {
    reach = channels;
    for (int i = 0; i < 3; i++) {
      const npy_intp span = dilation[i] * (window[i] - 1) + 1, free = size[i] - span;
      places[i] = padding != VALID ? (size[i] + stride[i] - 1) / stride[i]
                                   : free < 0 ? 0 : free / stride[i] + 1;
      before[i] = padding == SAME ? std::max<npy_intp>((places[i] - 1) * stride[i] - free, 0) / 2
                                  : padding == CAUSAL ? span - 1 : 0;
      reach *= window[i];
      if (places[i] < 1) return false;
    }
    return true;
  }

  bool is_entrywise() const {
    for (int i = 0; i < 3; i++)
      if (window[i] != 1 || stride[i] != 1) return false;
    return true;
  }

  npy_intp pixels() const { return size[0] * size[1] * size[2]; }
  npy_intp lines() const { return places[0] * places[1]; }
  npy_intp weights() const { return (by_channel ? reach / channels : reach) * filters; }

  // The range of the offsets within a window, along an axis, that are inside of the image.
  void inside(int axis, npy_intp place, npy_intp* start, npy_intp* first, npy_intp* end) const {
    const npy_intp d = dilation[axis];
    *start = place * stride[axis] - before[axis];
    *first = *start < 0 ? (-*start + d - 1) / d : 0;
    *end = *start < size[axis] ? std::min((size[axis] - *start + d - 1) / d, window[axis]) : 0;
    *first = std::min(*first, *end);
  }
};

// Calls `visit(pixel, entry of the window)` for each entry of a window inside of the image.
template <typename Visitor>
static inline void each_entry(const Geometry& g, npy_intp z, npy_intp y, npy_intp x,
                              Visitor& visit) {
  npy_intp start[3], first[3], end[3];
  const npy_intp place[3] = {z, y, x};
  for (int i = 0; i < 3; i++) g.inside(i, place[i], start + i, first + i, end + i);
  for (npy_intp a = first[0]; a < end[0]; a++)
    for (npy_intp b = first[1]; b < end[1]; b++)
      for (npy_intp c = first[2]; c < end[2]; c++)
        visit(((start[0] + a * g.dilation[0]) * g.size[1] + start[1] + b * g.dilation[1])
                  * g.size[2] + start[2] + c * g.dilation[2],
              (a * g.window[1] + b) * g.window[2] + c);
}

// Makes `*array` a fresh array unless it can be used again; returns its data, or NULL.
static void* room_for(PyArrayObject** array, int axes, const npy_intp* shape, int type) {
  if (!*array || !PyArray_CompareLists(PyArray_DIMS(*array), (npy_intp*)shape, axes)
      || !PyArray_IS_C_CONTIGUOUS(*array)) {
    Py_XDECREF(*array);
    *array = (PyArrayObject*)PyArray_EMPTY(axes, (npy_intp*)shape, type, 0);
  }
  return *array ? PyArray_DATA(*array) : NULL;
}
"""

PATCHES = r"""
// Copies the windows of some lines of places into rows of a matrix; or, if not `GATHER`, adds the
// rows to the image.
template <typename T, bool GATHER>
static void between(const Geometry& g, T* image, T* rows, npy_intp first_line, npy_intp end_line) {
  const npy_intp row = g.window[2] * g.channels;
  for (npy_intp line = first_line; line < end_line; line++) {
    npy_intp z, z_first, z_end, y, y_first, y_end, x, x_first, x_end;
    g.inside(0, line / g.places[1], &z, &z_first, &z_end);
    g.inside(1, line % g.places[1], &y, &y_first, &y_end);
    for (npy_intp place = 0; place < g.places[2]; place++) {
      g.inside(2, place, &x, &x_first, &x_end);
      const npy_intp start = x_first * g.channels, end = x_end * g.channels;
      for (npy_intp a = 0; a < g.window[0]; a++)
        for (npy_intp b = 0; b < g.window[1]; b++, rows += row) {
          if (a < z_first || a >= z_end || b < y_first || b >= y_end) {
            if (GATHER) std::fill(rows, rows + row, T(0));
            continue;
          }
          T* from = image + (((z + a * g.dilation[0]) * g.size[1] + y + b * g.dilation[1])
                             * g.size[2] + x) * g.channels;
          if (GATHER) std::fill(rows, rows + start, T(0));
          if (g.dilation[2] == 1) {
            if (GATHER) for (npy_intp i = start; i < end; i++) rows[i] = from[i];
            else for (npy_intp i = start; i < end; i++) from[i] += rows[i];
          } else {
            for (npy_intp c = x_first; c < x_end; c++)
              for (npy_intp i = 0; i < g.channels; i++) {
                T* there = from + c * g.dilation[2] * g.channels + i;
                if (GATHER) rows[c * g.channels + i] = *there;
                else *there += rows[c * g.channels + i];
              }
          }
          if (GATHER) std::fill(rows + end, rows + row, T(0));
        }
    }
  }
}

static void multiply(char* turn_a, char* turn_b, int m, int n, int k, float* a, int lda, float* b,
                     int ldb, float beta, float* c, int ldc) {
  float one = 1;
  sgemm_(turn_a, turn_b, &m, &n, &k, &one, a, &lda, b, &ldb, &beta, c, &ldc);
}

static void multiply(char* turn_a, char* turn_b, int m, int n, int k, double* a, int lda,
                     double* b, int ldb, double beta, double* c, int ldc) {
  double one = 1;
  dgemm_(turn_a, turn_b, &m, &n, &k, &one, a, &lda, b, &ldb, &beta, c, &ldc);
}

// BLAS sees matrices by columns, so that ours are turned around: C = A B becomes C' = B' A'.
template <typename T>
static void all_channels(int made, const Geometry& g, T* image, T* kernel, T* output, T* buffer,
                         npy_intp first, npy_intp end) {
  static char no[] = "N", yes[] = "T";
  const int rows = (end - first) * g.places[2], reach = g.reach, filters = g.filters;
  const bool direct = g.is_entrywise();
  T* patches = direct ? image : buffer;
  output += first * g.places[2] * filters;
  if (made != IMAGE && !direct) between<T, true>(g, image, patches, first, end);
  if (made == OUTPUT) {
    multiply(no, no, filters, rows, reach, kernel, filters, patches, reach, 0, output, filters);
  } else if (made == KERNEL) {
    multiply(no, yes, filters, reach, rows, output, filters, patches, reach, 1, kernel, filters);
  } else {
    multiply(yes, no, reach, rows, filters, kernel, filters, output, filters, 0, patches, reach);
    if (!direct) between<T, false>(g, image, patches, first, end);
  }
}
"""

BY_CHANNEL = r"""
// What an entry of a window contributes where each channel is convolved by itself.
template <typename T>
struct ByChannel {
  int made;
  npy_intp channels, filters;
  T *image, *kernel, *output;  // the last one: of one place

  void operator()(npy_intp pixel, npy_intp entry) const {
    T *i = image + pixel * channels, *k = kernel + entry * filters, *o = output;
    if (filters == channels) {
      if (made == OUTPUT) for (npy_intp c = 0; c < channels; c++) o[c] += i[c] * k[c];
      if (made == IMAGE) for (npy_intp c = 0; c < channels; c++) i[c] += o[c] * k[c];
      if (made == KERNEL) for (npy_intp c = 0; c < channels; c++) k[c] += i[c] * o[c];
      return;
    }
    for (const npy_intp many = filters / channels; o < output + filters; i++)
      for (npy_intp m = 0; m < many; m++, o++, k++) {
        if (made == OUTPUT) *o += *i * *k;
        else if (made == IMAGE) *i += *o * *k;
        else *k += *i * *o;
      }
  }
};

template <typename T>
static void each_channel(int made, const Geometry& g, T* image, T* kernel, T* output) {
  if (made == OUTPUT) std::fill(output, output + g.lines() * g.places[2] * g.filters, T(0));
  ByChannel<T> visitor = {made, g.channels, g.filters, image, kernel, output};
  for (npy_intp z = 0; z < g.places[0]; z++)
    for (npy_intp y = 0; y < g.places[1]; y++)
      for (npy_intp x = 0; x < g.places[2]; x++, visitor.output += g.filters)
        each_entry(g, z, y, x, visitor);
}
"""

THREADS = {False: r"""
#define THREADS(batch) 1
struct BlasThreads { explicit BlasThreads(int) {} };
""", True: r"""
#define THREADS(batch) (batch > 1 ? (int)std::min<npy_intp>(batch, omp_get_max_threads()) : 1)
extern "C" {
int openblas_get_num_threads(void) __attribute__((weak));
void openblas_set_num_threads(int) __attribute__((weak));
}
// Where our threads share the batch, each multiplies on its own.
struct BlasThreads {
  int before;
  explicit BlasThreads(int ours) : before(0) {
    if (ours == 1 || !openblas_get_num_threads || !openblas_set_num_threads) return;
    before = openblas_get_num_threads();
    openblas_set_num_threads(1);
  }
  ~BlasThreads() { if (before) openblas_set_num_threads(before); }
};
"""}

RUN = r"""
static const npy_intp BUFFER = 1 << 17;  // entries of the matrix that a thread makes at a time

template <typename T>
static void convolve(int made, Geometry g, T* image, T* kernel, T* output) {
  const bool direct = g.is_entrywise() && !g.by_channel;
  if (direct) {  // all images are one long line then
    g.size[2] = g.places[2] = g.batch * g.pixels();
    g.batch = g.size[0] = g.size[1] = g.places[0] = g.places[1] = 1;
  }
  const npy_intp image_step = g.pixels() * g.channels, lines = g.lines(),
                 output_step = lines * g.places[2] * g.filters, weights = g.weights(),
                 fitting = std::max<npy_intp>(BUFFER / (g.places[2] * g.reach), 1),
                 chunk = direct ? lines : std::min(fitting, lines),
                 buffer = direct || g.by_channel ? 0 : chunk * g.places[2] * g.reach;
  if (made == IMAGE) std::fill(image, image + g.batch * image_step, T(0));
  if (made == KERNEL) std::fill(kernel, kernel + weights, T(0));
  // Each thread has a buffer, and those after the first one a kernel of their own to add to.
  const int threads = THREADS(g.batch);
  std::vector<T> buffers(buffer * threads), kernels(made == KERNEL ? weights * (threads - 1) : 0);
  BlasThreads blas(threads);
#pragma omp parallel for schedule(static) num_threads(threads) if (threads > 1)
  for (int thread = 0; thread < threads; thread++) {
    T* own = thread && made == KERNEL ? kernels.data() + (thread - 1) * weights : kernel;
    for (npy_intp n = g.batch * thread / threads; n < g.batch * (thread + 1) / threads; n++) {
      T *from = image + n * image_step, *to = output + n * output_step;
      if (g.by_channel) each_channel(made, g, from, own, to);
      else for (npy_intp line = 0; line < lines; line += chunk)
        all_channels(made, g, from, own, to, buffers.data() + thread * buffer, line,
                     std::min(line + chunk, lines));
    }
  }
  for (size_t i = 0; i < kernels.size(); i++) kernel[i % weights] += kernels[i];
}

// Fills in the geometry from two of the arrays and the sizes of the third; returns what is wrong.
static const char* lay_out(Geometry& g, const npy_int64* layout, const npy_intp* image,
                           const npy_intp* kernel, const npy_intp* output, PyArrayObject* sizes) {
  g.by_channel = layout[1];
  g.padding = layout[2];
  g.batch = image ? image[0] : output[0];
  g.channels = image ? image[4] : kernel[3];
  const npy_intp copies = g.by_channel ? g.channels : 1;
  g.filters = output ? output[4] : kernel[4] * copies;
  for (int i = 0; i < 3; i++) {
    const npy_intp given = *(npy_int64*)PyArray_GETPTR1(sizes, i);
    g.stride[i] = layout[3 + i];
    g.dilation[i] = layout[6 + i];
    g.size[i] = image ? image[1 + i] : given;
    g.window[i] = kernel ? kernel[i] : given;
  }
  if (!g.lay()) return "its windows are larger than the images";
  if (image && kernel && image[4] != kernel[3])
    return "the kernel is made for another number of channels";
  if (kernel && output && output[4] != kernel[4] * copies)
    return "the kernel is made for another number of filters";
  for (int i = 0; output && i < 3; i++)
    if (output[1 + i] != g.places[i])
      return "the output shape asked for is not one that the convolution makes this input from";
  return NULL;
}
"""

CONVOLVE = r"""
{
  PyArrayObject *a = PyArray_GETCONTIGUOUS(%(in0)s), *b = PyArray_GETCONTIGUOUS(%(in1)s);
  PyArrayObject* parts[3] = {NULL, NULL, NULL};
  const npy_int64* layout = (npy_int64*)PyArray_DATA(%(params)s->layout);
  const int made = layout[0];
  parts[made == IMAGE ? KERNEL : IMAGE] = a;
  parts[made == OUTPUT ? KERNEL : OUTPUT] = b;
  const npy_intp* shapes[3] = {NULL, NULL, NULL};
  for (int i = 0; i < 3; i++) if (parts[i]) shapes[i] = PyArray_DIMS(parts[i]);
  Geometry g;
  const char* wrong = a && b ? lay_out(g, layout, shapes[IMAGE], shapes[KERNEL], shapes[OUTPUT],
                                       %(in2)s) : "memory is short";
  if (!wrong) {
    const npy_intp shape[3][5] = {
        {g.batch, g.places[0], g.places[1], g.places[2], g.filters},
        {g.batch, g.size[0], g.size[1], g.size[2], g.channels},
        {g.window[0], g.window[1], g.window[2], g.channels,
         g.by_channel ? g.filters / g.channels : g.filters}};
    if (!room_for(&%(out0)s, 5, shape[made], PyArray_TYPE(a))) wrong = "memory is short";
  }
  if (!wrong) {
    parts[made] = %(out0)s;
    %(type)s* data[3];
    for (int i = 0; i < 3; i++) data[i] = (%(type)s*)PyArray_DATA(parts[i]);
    try {
      convolve(made, g, data[IMAGE], data[KERNEL], data[OUTPUT]);
    } catch (std::bad_alloc&) {
      wrong = "memory is short";
    }
  }
  Py_XDECREF(a);
  Py_XDECREF(b);
  if (wrong) {
    PyErr_Format(PyExc_ValueError, "A convolution cannot be computed: %%s.", wrong);
    %(fail)s
  }
}
"""

MAX_POOL = r"""
{
  typedef %(type)s T;
  struct Largest {
    const T* image;
    npy_intp channels, offset;
    T* best;
    npy_int64* where;
    bool is_first;

    void operator()(npy_intp pixel, npy_intp) {
      const T* __restrict__ seen = image + pixel * channels;
      T* __restrict__ largest = best;
      npy_int64* __restrict__ place = where;
      const npy_intp start = offset + pixel * channels;
      if (is_first) {
        for (npy_intp c = 0; c < channels; c++) largest[c] = seen[c], place[c] = start + c;
      } else {
        for (npy_intp c = 0; c < channels; c++) {
          const bool larger = seen[c] > largest[c];
          largest[c] = larger ? seen[c] : largest[c];
          place[c] = larger ? start + c : place[c];
        }
      }
      is_first = false;
    }
  };
  PyArrayObject* image = PyArray_GETCONTIGUOUS(%(in0)s);
  const npy_int64* layout = (npy_int64*)PyArray_DATA(%(params)s->layout);
  const npy_intp* shape = PyArray_DIMS(%(in0)s);
  Geometry g;
  g.padding = layout[0];
  g.by_channel = true;
  g.batch = shape[0];
  g.channels = g.filters = shape[4];
  for (int i = 0; i < 3; i++) {
    g.size[i] = shape[1 + i];
    g.window[i] = layout[1 + i];
    g.stride[i] = layout[4 + i];
    g.dilation[i] = 1;
  }
  const bool fits = g.lay();
  const npy_intp pooled[5] = {g.batch, g.places[0], g.places[1], g.places[2], g.channels};
  if (!fits) {
    PyErr_SetString(PyExc_ValueError, "A pooling got windows that are larger than the images.");
  } else if (image && room_for(&%(out0)s, 5, pooled, PyArray_TYPE(image))
             && room_for(&%(out1)s, 5, pooled, NPY_INT64)) {
    const npy_intp step = g.lines() * g.places[2] * g.channels;
#pragma omp parallel for schedule(static) if (g.batch > 1)
    for (npy_intp n = 0; n < g.batch; n++) {
      const npy_intp offset = n * g.pixels() * g.channels;
      Largest visitor = {(T*)PyArray_DATA(image) + offset, g.channels, offset,
                         (T*)PyArray_DATA(%(out0)s) + n * step,
                         (npy_int64*)PyArray_DATA(%(out1)s) + n * step, true};
      for (npy_intp z = 0; z < g.places[0]; z++)
        for (npy_intp y = 0; y < g.places[1]; y++)
          for (npy_intp x = 0; x < g.places[2]; x++) {
            visitor.is_first = true;
            each_entry(g, z, y, x, visitor);
            visitor.best += g.channels;
            visitor.where += g.channels;
          }
    }
  }
  Py_XDECREF(image);
  if (PyErr_Occurred()) %(fail)s
}
"""

SPREAD = r"""
{
  PyArrayObject *values = PyArray_GETCONTIGUOUS(%(in0)s), *places = PyArray_GETCONTIGUOUS(%(in1)s);
  npy_intp shape[5], total = 1;
  for (int i = 0; i < 5; i++) total *= shape[i] = *(npy_int64*)PyArray_GETPTR1(%(in2)s, i);
  if (values && places && room_for(&%(out0)s, 5, shape, PyArray_TYPE(values))) {
    const %(type)s* from = (%(type)s*)PyArray_DATA(values);
    const npy_int64* where = (npy_int64*)PyArray_DATA(places);
    %(type)s* to = (%(type)s*)PyArray_DATA(%(out0)s);
    std::fill(to, to + total, 0);
    for (npy_intp i = 0; i < PyArray_SIZE(values); i++) to[where[i]] += from[i];
  }
  Py_XDECREF(values);
  Py_XDECREF(places);
  if (PyErr_Occurred()) %(fail)s
}
"""

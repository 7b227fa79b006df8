import type { Repository } from '../case.ts';

export const faiss: Repository = {
  name: 'facebookresearch/faiss',
  commit: '02dbb4e42f49aa2ce57cd78977b0e47a11f7cb91',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_C_API=ON -DBUILD_TESTING=ON -DBUILD_SHARED_LIBS=ON -DCMAKE_BUILD_TYPE=Release .\nmake -C build -j"$(nproc)"\nmake -C build test',
      'job linux-x86_64-cmake through the action build_cmake',
    ],
    [
      'cmake, meson',
      'whole',
      'for level in avx2 avx512 avx512_spr; do\n  cmake -B build-$level -DFAISS_OPT_LEVEL=$level -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_C_API=ON -DBUILD_SHARED_LIBS=ON -DBUILD_TESTING=ON -DCMAKE_BUILD_TYPE=Release .\n  make -k -C build-$level -j16\n  (cd build-$level && ctest --output-on-failure |& tee ctest.log)\ndone',
      'a job for each level',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B lto -DFAISS_USE_LTO=ON -DFAISS_OPT_LEVEL=avx2 -DFAISS_ENABLE_GPU=OFF -DBUILD_SHARED_LIBS=ON -DBUILD_TESTING=ON -DCMAKE_BUILD_TYPE=Release .\ncmake --build lto -j --target faiss_test\nctest --test-dir lto',
      'the wheels are linked so, but no job runs the C++ tests on it',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B asan -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF -DBUILD_TESTING=ON -DCMAKE_CXX_FLAGS="-fsanitize=address,undefined -fno-omit-frame-pointer" .\ncmake --build asan --target faiss_test -j\nASAN_OPTIONS=detect_leaks=0 timeout 3h ./asan/tests/faiss_test',
      'no sanitizer anywhere',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_C_API=ON -DCMAKE_BUILD_TYPE=Release . && make -C build -j example_c && ./build/c_api/example_c',
      'the examples are left out of all, nobody builds or runs them',
    ],
    [
      'python',
      'whole',
      '(cd build/faiss/python && python setup.py build)\nPYTHONPATH="$(ls -d ./build/faiss/python/build/lib*/)" pytest tests/test_*.py',
      'the step "Python tests (CPU only)"',
    ],
    [
      'python',
      'whole',
      'cp tests/common_faiss_tests.py faiss/gpu/test/\ntime pytest -x --timeout=1200 faiss/gpu/test/test_*.py faiss/gpu/test/torch_*.py',
      'the jobs with a GPU',
    ],
    [
      'python',
      'part',
      'python -m pytest tests/test_contrib.py tests/torch_test_contrib.py demos/offline_ivf/tests',
      'the files of tests/ are tested, those of offline_ivf are not',
    ],
    [
      'word by word',
      'whole',
      'find ./build/perf_tests/ -executable -type f -name "bench*" -exec \'{}\' -v \\; | tee perf.txt',
      'the step "C++ perf benchmarks"',
    ],
    [
      'word by word',
      'none',
      'make -C build bench_scalar_quantizer_distance\ntaskset -c 4 ./build/perf_tests/bench_scalar_quantizer_distance --d=768 --n=20000 --benchmark_repetitions=10',
      'CI has it at the small defaults',
    ],
    [
      'word by word',
      'none',
      'for t in 1 8 32; do\n  OMP_NUM_THREADS=$t python perf_tests/bench_hnsw.py --nb 1000000 --nq 10000 --num-threads $t --num-repetitions 5 | tee hnsw-$t.txt\ndone',
      'nobody runs the benchmarks in Python',
    ],
    [
      'lint',
      'whole',
      "git ls-files '*.cpp' '*.h' '*.cu' '*.cuh' | xargs clang-format-21 --dry-run --Werror",
      'job format, which formats and looks at the diff',
    ],
    [
      'word by word',
      'whole',
      'cd conda && conda build faiss --python 3.12 -c pytorch',
      'job linux-x86_64-conda through the action build_conda',
    ],
    [
      'word by word',
      'scheduled',
      'cd conda\nexport CUDA_ARCHS="75-real;80;90;100;120"\nconda build faiss-gpu-cuvs --python 3.12 --variants \'{ "cudatoolkit": "13.2" }\' -c pytorch -c rapidsai -c rapidsai-nightly -c conda-forge -c nvidia',
      'nightly.yml alone builds that package, with a label',
    ],
    [
      'word by word',
      'whole',
      'mkdir -p /tmp/indexes\npython tests/index_io_backward_compatibility/cmake_writer.py /tmp/indexes\nconda create -n released -y -c pytorch -c conda-forge python=3.12 faiss-cpu=1.14.3\nconda run -n released python tests/index_io_backward_compatibility/conda_reader.py /tmp/indexes',
      'index-io-backward-compatibility.yml, the first scenario',
    ],
  ],
};

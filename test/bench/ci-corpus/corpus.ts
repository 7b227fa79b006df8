import type { Repository } from './case.ts';
import { black } from './held-out/black.ts';
import { esbuild } from './held-out/esbuild.ts';
import { eslint } from './held-out/eslint.ts';
import { express } from './held-out/express.ts';
import { flatbuffers } from './held-out/flatbuffers.ts';
import { fluentValidation } from './held-out/fluent-validation.ts';
import { hugo } from './held-out/hugo.ts';
import { jacksonDatabind } from './held-out/jackson-databind.ts';
import { just } from './held-out/just.ts';
import { libvips } from './held-out/libvips.ts';
import { moshi } from './held-out/moshi.ts';
import { okhttp } from './held-out/okhttp.ts';
import { packaging } from './held-out/packaging.ts';
import { polly } from './held-out/polly.ts';
import { regex } from './held-out/regex.ts';
import { ripgrep } from './held-out/ripgrep.ts';
import { svelte } from './held-out/svelte.ts';
import { tantivy } from './held-out/tantivy.ts';
import { task } from './held-out/task.ts';
import { tracing } from './held-out/tracing.ts';
import { vueCore } from './held-out/vue-core.ts';
import { autoMapper } from './held-out-2/automapper.ts';
import { catch2 } from './held-out-2/catch2.ts';
import { clap } from './held-out-2/clap.ts';
import { cobra } from './held-out-2/cobra.ts';
import { gson } from './held-out-2/gson.ts';
import { httpx } from './held-out-2/httpx.ts';
import { pydantic } from './held-out-2/pydantic.ts';
import { urllib3 } from './held-out-2/urllib3.ts';
import { commonsLang } from './held-out-3/commons-lang.ts';
import { deltaRs } from './held-out-3/delta-rs.ts';
import { excalidraw } from './held-out-3/excalidraw.ts';
import { gin } from './held-out-3/gin.ts';
import { mocha } from './held-out-3/mocha.ts';
import { xarray } from './held-out-3/xarray.ts';
import { aiohttp } from './held-out-4/aiohttp.ts';
import { bat } from './held-out-4/bat.ts';
import { retrofit } from './held-out-4/retrofit.ts';
import { scrapy } from './held-out-4/scrapy.ts';
import { serde } from './held-out-4/serde.ts';
import { simdjson } from './held-out-4/simdjson.ts';
import { viper } from './held-out-4/viper.ts';
import { calcite } from './held-out-5/calcite.ts';
import { dask } from './held-out-5/dask.ts';
import { dolt } from './held-out-5/dolt.ts';
import { ibis } from './held-out-5/ibis.ts';
import { iceberg } from './held-out-5/iceberg.ts';
import { kafka } from './held-out-5/kafka.ts';
import { kysely } from './held-out-5/kysely.ts';
import { leveldb } from './held-out-5/leveldb.ts';
import { nextest } from './held-out-5/nextest.ts';
import { npgsql } from './held-out-5/npgsql.ts';
import { numpy } from './held-out-5/numpy.ts';
import { pebble } from './held-out-5/pebble.ts';
import { quickwit } from './held-out-5/quickwit.ts';
import { redb } from './held-out-5/redb.ts';
import { rocksdb } from './held-out-5/rocksdb.ts';
import { rqlite } from './held-out-5/rqlite.ts';
import { sqlalchemy } from './held-out-5/sqlalchemy.ts';
import { surrealdb } from './held-out-5/surrealdb.ts';
import { valkey } from './held-out-5/valkey.ts';
import { vueRouter } from './held-out-5/vue-router.ts';
import { badger } from './held-out-6/badger.ts';
import { immer } from './held-out-6/immer.ts';
import { minio } from './held-out-6/minio.ts';
import { natsServer } from './held-out-6/nats-server.ts';
import { orc } from './held-out-6/orc.ts';
import { parquetJava } from './held-out-6/parquet-java.ts';
import { pgvector } from './held-out-6/pgvector.ts';
import { protovalidateJava } from './held-out-6/protovalidate-java.ts';
import { qdrant } from './held-out-6/qdrant.ts';
import { rustAnalyzer } from './held-out-6/rust-analyzer.ts';
import { sled } from './held-out-6/sled.ts';
import { trpc } from './held-out-6/trpc.ts';
import { jq } from './held-out-7/jq.ts';
import { mikroOrm } from './held-out-7/mikro-orm.ts';
import { opendal } from './held-out-7/opendal.ts';
import { pgjdbc } from './held-out-7/pgjdbc.ts';
import { stackexchangeRedis } from './held-out-7/stackexchange-redis.ts';
import { turso } from './held-out-7/turso.ts';
import { velox } from './held-out-7/velox.ts';
import { arrowRs } from './held-out-8/arrow-rs.ts';
import { benchmark } from './held-out-8/benchmark.ts';
import { celery } from './held-out-8/celery.ts';
import { crossbeam } from './held-out-8/crossbeam.ts';
import { duckdb } from './held-out-8/duckdb.ts';
import { etcd } from './held-out-8/etcd.ts';
import { harfbuzz } from './held-out-8/harfbuzz.ts';
import { hibernateOrm } from './held-out-8/hibernate-orm.ts';
import { icebergRust } from './held-out-8/iceberg-rust.ts';
import { knex } from './held-out-8/knex.ts';
import { meilisearch } from './held-out-8/meilisearch.ts';
import { netty } from './held-out-8/netty.ts';
import { nodeRedis } from './held-out-8/node-redis.ts';
import { pgx } from './held-out-8/pgx.ts';
import { pinot } from './held-out-8/pinot.ts';
import { protobuf } from './held-out-8/protobuf.ts';
import { psycopg } from './held-out-8/psycopg.ts';
import { redis } from './held-out-8/redis.ts';
import { sqlx } from './held-out-8/sqlx.ts';
import { typeorm } from './held-out-8/typeorm.ts';
import { victoriaMetrics } from './held-out-8/victoria-metrics.ts';
import { zarrPython } from './held-out-8/zarr-python.ts';
import { zstd } from './held-out-8/zstd.ts';
import { arrowJava } from './held-out-9/arrow-java.ts';
import { bbolt } from './held-out-9/bbolt.ts';
import { diesel } from './held-out-9/diesel.ts';
import { lance } from './held-out-9/lance.ts';
import { libuv } from './held-out-9/libuv.ts';
import { narwhals } from './held-out-9/narwhals.ts';
import { tanstackQuery } from './held-out-9/tanstack-query.ts';
import { caddy } from './held-out-10/caddy.ts';
import { caffeine } from './held-out-10/caffeine.ts';
import { datafusionBallista } from './held-out-10/datafusion-ballista.ts';
import { dbtCore } from './held-out-10/dbt-core.ts';
import { greptimedb } from './held-out-10/greptimedb.ts';
import { hyper } from './held-out-10/hyper.ts';
import { nlohmannJson } from './held-out-10/nlohmann-json.ts';
import { rollup } from './held-out-10/rollup.ts';
import { rustls } from './held-out-10/rustls.ts';
import { traefik } from './held-out-10/traefik.ts';
import { undici } from './held-out-10/undici.ts';
import { uvicorn } from './held-out-10/uvicorn.ts';
import { arrowNanoarrow } from './held-out-11/arrow-nanoarrow.ts';
import { axum } from './held-out-11/axum.ts';
import { crate } from './held-out-11/crate.ts';
import { networkx } from './held-out-11/networkx.ts';
import { opentelemetryCollector } from './held-out-11/opentelemetry-collector.ts';
import { pytest } from './held-out-11/pytest.ts';
import { rayon } from './held-out-11/rayon.ts';
import { thanos } from './held-out-11/thanos.ts';
import { tokenizers } from './held-out-11/tokenizers.ts';
import { zod } from './held-out-11/zod.ts';
import { glommio } from './held-out-12/glommio.ts';
import { highway } from './held-out-12/highway.ts';
import { hono } from './held-out-12/hono.ts';
import { lettuce } from './held-out-12/lettuce.ts';
import { lz4 } from './held-out-12/lz4.ts';
import { msgspec } from './held-out-12/msgspec.ts';
import { raft } from './held-out-12/raft.ts';
import { sqlparserRs } from './held-out-12/sqlparser-rs.ts';
import { alacritty } from './held-out-13/alacritty.ts';
import { arrowGo } from './held-out-13/arrow-go.ts';
import { containerd } from './held-out-13/containerd.ts';
import { dragonfly } from './held-out-13/dragonfly.ts';
import { grpcGo } from './held-out-13/grpc-go.ts';
import { hashbrown } from './held-out-13/hashbrown.ts';
import { jj } from './held-out-13/jj.ts';
import { kvrocks } from './held-out-13/kvrocks.ts';
import { rand } from './held-out-13/rand.ts';
import { zap } from './held-out-13/zap.ts';
import { arrowJs } from './held-out-14/arrow-js.ts';
import { attrs } from './held-out-14/attrs.ts';
import { axios } from './held-out-14/axios.ts';
import { dapper } from './held-out-14/dapper.ts';
import { detekt } from './held-out-14/detekt.ts';
import { mockito } from './held-out-14/mockito.ts';
import { mypy } from './held-out-14/mypy.ts';
import { prettier } from './held-out-14/prettier.ts';
import { quartznet } from './held-out-14/quartznet.ts';
import { reactRouter } from './held-out-14/react-router.ts';
import { testcontainersJava } from './held-out-14/testcontainers-java.ts';
import { citus } from './held-out-15/citus.ts';
import { datafusionComet } from './held-out-15/datafusion-comet.ts';
import { datafusionPython } from './held-out-15/datafusion-python.ts';
import { dgraph } from './held-out-15/dgraph.ts';
import { ferretdb } from './held-out-15/ferretdb.ts';
import { fjall } from './held-out-15/fjall.ts';
import { lancedb } from './held-out-15/lancedb.ts';
import { paimon } from './held-out-15/paimon.ts';
import { snappy } from './held-out-15/snappy.ts';
import { vector } from './held-out-15/vector.ts';
import { brotli } from './held-out-16/brotli.ts';
import { datasets } from './held-out-16/datasets.ts';
import { distributed } from './held-out-16/distributed.ts';
import { ebpf } from './held-out-16/ebpf.ts';
import { fastify } from './held-out-16/fastify.ts';
import { mimalloc } from './held-out-16/mimalloc.ts';
import { modin } from './held-out-16/modin.ts';
import { reactorCore } from './held-out-16/reactor-core.ts';
import { restic } from './held-out-16/restic.ts';
import { webpack } from './held-out-16/webpack.ts';
import { biome } from './held-out-17/biome.ts';
import { goRedis } from './held-out-17/go-redis.ts';
import { icebergPython } from './held-out-17/iceberg-python.ts';
import { memcached } from './held-out-17/memcached.ts';
import { mio } from './held-out-17/mio.ts';
import { quinn } from './held-out-17/quinn.ts';
import { vertx } from './held-out-17/vertx.ts';
import { chroma } from './held-out-18/chroma.ts';
import { croaring } from './held-out-18/croaring.ts';
import { jdbi } from './held-out-18/jdbi.ts';
import { nodePostgres } from './held-out-18/node-postgres.ts';
import { roaringBitmap } from './held-out-18/roaringbitmap.ts';
import { rusqlite } from './held-out-18/rusqlite.ts';
import { seaOrm } from './held-out-18/sea-orm.ts';
import { sqlc } from './held-out-18/sqlc.ts';
import { timescaledb } from './held-out-18/timescaledb.ts';
import { tortoiseOrm } from './held-out-18/tortoise-orm.ts';
import { vortex } from './held-out-18/vortex.ts';
import { wasmtime } from './held-out-18/wasmtime.ts';
import { weaviate } from './held-out-18/weaviate.ts';
import { databend } from './held-out-19/databend.ts';
import { drizzleOrm } from './held-out-19/drizzle-orm.ts';
import { faiss } from './held-out-19/faiss.ts';
import { feldera } from './held-out-19/feldera.ts';
import { goSqlDriverMysql } from './held-out-19/go-sql-driver-mysql.ts';
import { mySqlConnector } from './held-out-19/mysql-connector.ts';
import { paradedb } from './held-out-19/paradedb.ts';
import { usearch } from './held-out-19/usearch.ts';
import { uv } from './held-out-19/uv.ts';
import { walG } from './held-out-19/wal-g.ts';
import { aeron } from './held-out-20/aeron.ts';
import { fastapi } from './held-out-20/fastapi.ts';
import { jaeger } from './held-out-20/jaeger.ts';
import { jemalloc } from './held-out-20/jemalloc.ts';
import { klauspostCompress } from './held-out-20/klauspost-compress.ts';
import { mongoPythonDriver } from './held-out-20/mongo-python-driver.ts';
import { nushell } from './held-out-20/nushell.ts';
import { pyo3 } from './held-out-20/pyo3.ts';
import { sequelize } from './held-out-20/sequelize.ts';
import { tonic } from './held-out-20/tonic.ts';
import { zlibNg } from './held-out-20/zlib-ng.ts';
import { arrow } from './held-out-21/arrow.ts';
import { arrowAdbc } from './held-out-21/arrow-adbc.ts';
import { cargo } from './held-out-21/cargo.ts';
import { daft } from './held-out-21/daft.ts';
import { datafusion } from './held-out-21/datafusion.ts';
import { lucene } from './held-out-21/lucene.ts';
import { neon } from './held-out-21/neon.ts';
import { pandas } from './held-out-21/pandas.ts';
import { scikitLearn } from './held-out-21/scikit-learn.ts';
import { trino } from './held-out-21/trino.ts';
import { vitess } from './held-out-21/vitess.ts';
import { conda } from './seen/conda.ts';
import { flask } from './seen/flask.ts';
import { fmt } from './seen/fmt.ts';
import { hatch } from './seen/hatch.ts';
import { jest } from './seen/jest.ts';
import { pdm } from './seen/pdm.ts';
import { polars } from './seen/polars.ts';
import { prometheus } from './seen/prometheus.ts';
import { re2 } from './seen/re2.ts';
import { requests } from './seen/requests.ts';
import { ruff } from './seen/ruff.ts';
import { serilog } from './seen/serilog.ts';
import { springPetclinic } from './seen/spring-petclinic.ts';
import { tokio } from './seen/tokio.ts';
import { vite } from './seen/vite.ts';

/** Repositories whose disagreements were looked at while the engine was being mended. */
export const SEEN: readonly Repository[] = [
  conda,
  flask,
  fmt,
  hatch,
  jest,
  pdm,
  polars,
  prometheus,
  re2,
  requests,
  ruff,
  serilog,
  springPetclinic,
  tokio,
  vite,
];

/** Repositories that were labelled before the engine was run on them; what it got wrong was looked at after the first figures. */
export const HELD_OUT: readonly Repository[] = [
  black,
  esbuild,
  eslint,
  express,
  flatbuffers,
  fluentValidation,
  hugo,
  jacksonDatabind,
  just,
  libvips,
  moshi,
  okhttp,
  packaging,
  polly,
  regex,
  ripgrep,
  svelte,
  tantivy,
  task,
  tracing,
  vueCore,
];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_2: readonly Repository[] = [autoMapper, catch2, clap, cobra, gson, httpx, pydantic, urllib3];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_3: readonly Repository[] = [commonsLang, deltaRs, excalidraw, gin, mocha, xarray];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_4: readonly Repository[] = [aiohttp, bat, retrofit, scrapy, serde, simdjson, viper];

/** Databases and engines above all, labelled after that, before the engine was run on them. */
export const HELD_OUT_5: readonly Repository[] = [
  calcite,
  dask,
  dolt,
  ibis,
  iceberg,
  kafka,
  kysely,
  leveldb,
  nextest,
  npgsql,
  numpy,
  pebble,
  quickwit,
  redb,
  rocksdb,
  rqlite,
  sqlalchemy,
  surrealdb,
  valkey,
  vueRouter,
];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_6: readonly Repository[] = [
  badger,
  immer,
  minio,
  natsServer,
  orc,
  parquetJava,
  pgvector,
  protovalidateJava,
  qdrant,
  rustAnalyzer,
  sled,
  trpc,
];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_7: readonly Repository[] = [jq, mikroOrm, opendal, pgjdbc, stackexchangeRedis, turso, velox];

/** Labelled after that, before the engine was run on them: databases, engines, systems and their libraries. */
export const HELD_OUT_8: readonly Repository[] = [
  arrowRs,
  benchmark,
  celery,
  crossbeam,
  duckdb,
  etcd,
  harfbuzz,
  hibernateOrm,
  icebergRust,
  knex,
  meilisearch,
  netty,
  nodeRedis,
  pgx,
  pinot,
  protobuf,
  psycopg,
  redis,
  sqlx,
  typeorm,
  victoriaMetrics,
  zarrPython,
  zstd,
];

/** Labelled after that, before the engine was run on them. */
export const HELD_OUT_9: readonly Repository[] = [arrowJava, bbolt, diesel, lance, libuv, narwhals, tanstackQuery];

/** Labelled after that, before the engine was run on them: what a campaign of today would measure. */
export const HELD_OUT_10: readonly Repository[] = [
  caddy,
  caffeine,
  datafusionBallista,
  dbtCore,
  greptimedb,
  hyper,
  nlohmannJson,
  rollup,
  rustls,
  traefik,
  undici,
  uvicorn,
];

/** Labelled after that, before the engine was run on them, while causes of earlier misses were being mended. */
export const HELD_OUT_11: readonly Repository[] = [
  arrowNanoarrow,
  axum,
  crate,
  networkx,
  opentelemetryCollector,
  pytest,
  rayon,
  thanos,
  tokenizers,
  zod,
];

/** Labelled after that, before the engine was run on them: what a campaign of today would measure, small and large. */
export const HELD_OUT_12: readonly Repository[] = [glommio, highway, hono, lettuce, lz4, msgspec, raft, sqlparserRs];

/** Labelled after that, before the engine was run on them: databases, engines and systems in Rust, Go and C++. */
export const HELD_OUT_13: readonly Repository[] = [
  alacritty,
  arrowGo,
  containerd,
  dragonfly,
  grpcGo,
  hashbrown,
  jj,
  kvrocks,
  rand,
  zap,
];

/** Labelled after that, before the engine was run on them: Python, JavaScript, the JVM and .NET. */
export const HELD_OUT_14: readonly Repository[] = [
  arrowJs,
  attrs,
  axios,
  dapper,
  detekt,
  mockito,
  mypy,
  prettier,
  quartznet,
  reactRouter,
  testcontainersJava,
];

/** Labelled at the same time, before the engine was run on them: databases and engines. */
export const HELD_OUT_15: readonly Repository[] = [
  citus,
  datafusionComet,
  datafusionPython,
  dgraph,
  ferretdb,
  fjall,
  lancedb,
  paimon,
  snappy,
  vector,
];

/** Labelled after that, before the engine was run on them: Python data tools, Go, C and C++, JavaScript and the JVM. */
export const HELD_OUT_16: readonly Repository[] = [
  brotli,
  datasets,
  distributed,
  ebpf,
  fastify,
  mimalloc,
  modin,
  reactorCore,
  restic,
  webpack,
];

/** Labelled after that, before the engine was run on them: Rust, Python, Go, C, the JVM, and a tool of Rust and JavaScript. */
export const HELD_OUT_17: readonly Repository[] = [biome, goRedis, icebergPython, memcached, mio, quinn, vertx];

/** Labelled after that, before the engine was run on them: databases and engines, their clients, libraries, and what is built on them. */
export const HELD_OUT_18: readonly Repository[] = [
  chroma,
  croaring,
  jdbi,
  nodePostgres,
  roaringBitmap,
  rusqlite,
  seaOrm,
  sqlc,
  timescaledb,
  tortoiseOrm,
  vortex,
  wasmtime,
  weaviate,
];

/**
 * Labelled after that, before the engine was run on them: databases and engines, their clients and backups, and a package manager, in
 * Rust, C++, Go, TypeScript and C#.
 */
export const HELD_OUT_19: readonly Repository[] = [
  databend,
  drizzleOrm,
  faiss,
  feldera,
  goSqlDriverMysql,
  mySqlConnector,
  paradedb,
  usearch,
  uv,
  walG,
];

/**
 * Labelled after that, before the engine was run on them: libraries, frameworks, drivers, a shell, an allocator, messaging and tracing, with
 * stages as they are typically written.
 */
export const HELD_OUT_20: readonly Repository[] = [
  aeron,
  fastapi,
  jaeger,
  jemalloc,
  klauspostCompress,
  mongoPythonDriver,
  nushell,
  pyo3,
  sequelize,
  tonic,
  zlibNg,
];

/** Labelled after the set before it; the engine was being mended by what other sets had shown. */
export const HELD_OUT_21: readonly Repository[] = [
  arrow,
  arrowAdbc,
  cargo,
  daft,
  datafusion,
  lucene,
  neon,
  pandas,
  scikitLearn,
  trino,
  vitess,
];

/** Every set by its name, in the order in which they were labelled. */
export const SETS: readonly (readonly [name: string, repositories: readonly Repository[]])[] = [
  ['seen', SEEN],
  ['held-out', HELD_OUT],
  ['held-out-2', HELD_OUT_2],
  ['held-out-3', HELD_OUT_3],
  ['held-out-4', HELD_OUT_4],
  ['held-out-5', HELD_OUT_5],
  ['held-out-6', HELD_OUT_6],
  ['held-out-7', HELD_OUT_7],
  ['held-out-8', HELD_OUT_8],
  ['held-out-9', HELD_OUT_9],
  ['held-out-10', HELD_OUT_10],
  ['held-out-11', HELD_OUT_11],
  ['held-out-12', HELD_OUT_12],
  ['held-out-13', HELD_OUT_13],
  ['held-out-14', HELD_OUT_14],
  ['held-out-15', HELD_OUT_15],
  ['held-out-16', HELD_OUT_16],
  ['held-out-17', HELD_OUT_17],
  ['held-out-18', HELD_OUT_18],
  ['held-out-19', HELD_OUT_19],
  ['held-out-20', HELD_OUT_20],
  ['held-out-21', HELD_OUT_21],
];

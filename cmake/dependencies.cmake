# What is linked, in one place. Everything here is installed by tools/setup.sh; nothing is fetched by CMake.
set(ZHIKE_DEPS "$ENV{ZHIKE_DEPS}" CACHE PATH "Where tools/setup.sh unpacked the pinned packages")
if(NOT ZHIKE_DEPS)
  set(ZHIKE_DEPS ${CMAKE_SOURCE_DIR}/.deps)
endif()
if(NOT EXISTS ${ZHIKE_DEPS}/duckdb/libduckdb.so)
  message(FATAL_ERROR "${ZHIKE_DEPS} holds no libduckdb.so: run `make setup` first")
endif()

find_package(Threads REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_library(SODIUM_LIBRARY sodium REQUIRED)
find_library(OPENCC_LIBRARY opencc REQUIRED)
find_library(XLSXWRITER_LIBRARY xlsxwriter REQUIRED)

add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES IMPORTED_LOCATION ${ZHIKE_DEPS}/duckdb/libduckdb.so)
target_include_directories(duckdb SYSTEM INTERFACE ${CMAKE_SOURCE_DIR}/third_party/duckdb)

# SQLite with its ciphers: the amalgamation, compiled once, without sanitizers (41 s; ccache keeps it).
enable_language(C)
add_library(sqlite3mc STATIC ${ZHIKE_DEPS}/sqlite/sqlite3.c)
target_include_directories(sqlite3mc SYSTEM PUBLIC ${ZHIKE_DEPS}/sqlite)
target_compile_definitions(sqlite3mc PRIVATE SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_TEMP_STORE=2 SQLITE_ENABLE_FTS5=0 CODEC_TYPE=CODEC_TYPE_AEGIS SQLITE_USE_URI=1)
target_compile_options(sqlite3mc PRIVATE -w -O2 -fno-sanitize=all -maes -msse4.2)

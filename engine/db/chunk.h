// SPDX-License-Identifier: Apache-2.0
// Inside the db room only: one chunk of a result with its vectors looked up once.
#pragma once

#include <duckdb.h>

#include <vector>

#include "db/rows.h"

namespace zhike::db {

struct Rows::Chunk {
  struct Vector {
    duckdb_type type;
    void* cells;
    std::uint64_t* validity;  // null: no NULL in this vector
  };
  explicit Chunk(duckdb_data_chunk handle) : handle_(handle) {
    idx_t count = duckdb_data_chunk_get_column_count(handle);
    for (idx_t i = 0; i < count; ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(handle, i);
      duckdb_logical_type type = duckdb_vector_get_column_type(vector);
      vectors.push_back({duckdb_get_type_id(type), duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)});
      duckdb_destroy_logical_type(&type);
    }
  }
  ~Chunk() { duckdb_destroy_data_chunk(&handle_); }
  Chunk(const Chunk&) = delete;
  Chunk& operator=(const Chunk&) = delete;

  std::vector<Vector> vectors;

 private:
  duckdb_data_chunk handle_;
};

}  // namespace zhike::db

// SPDX-License-Identifier: Apache-2.0
// A sink is a function of all columns that says true of every row, and is called volatile so that no row is left out.
#include "db/sink.h"

#include <duckdb.h>

#include <algorithm>

#include "db/handles.h"

namespace zhike::db {
namespace {

struct Registered {
  std::shared_ptr<Sink> sink;
  std::vector<SourceType> columns;
};

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& registered = *static_cast<Registered*>(duckdb_scalar_function_get_extra_info(info));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  std::vector<ChunkReader::Column> columns;
  for (std::size_t i = 0; i < registered.columns.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, i);
    columns.push_back({registered.columns[i], duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)});
  }
  registered.sink->take(ChunkReader(std::move(columns), rows));
  std::fill_n(static_cast<bool*>(duckdb_vector_get_data(output)), rows, true);
}

}  // namespace

std::string_view ChunkReader::text(std::size_t column, std::size_t row) const {
  const auto* string = static_cast<const duckdb_string_t*>(columns_[column].cells) + row;
  const bool inlined = string->value.inlined.length <= sizeof string->value.inlined.inlined;
  return {inlined ? string->value.inlined.inlined : string->value.pointer.ptr, string->value.inlined.length};
}

std::int64_t ChunkReader::whole(std::size_t column, std::size_t row) const {
  const auto& from = columns_[column];
  switch (from.type) {
    case SourceType::flag: return static_cast<const bool*>(from.cells)[row];
    case SourceType::integer:
    case SourceType::date: return static_cast<const std::int32_t*>(from.cells)[row];
    default: return static_cast<const std::int64_t*>(from.cells)[row];
  }
}

Result<std::string> Connection::add_sink(std::shared_ptr<Sink> sink) {
  const std::string name = "zk_sink_" + std::to_string(state_->database->sinks_count++);
  std::vector<SourceType> columns = sink->columns();
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(scalar, name.c_str());
  for (SourceType column : columns) {
    duckdb_logical_type type = duckdb_create_logical_type(stored_type(column));
    duckdb_scalar_function_add_parameter(scalar, type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type flag = duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
  duckdb_scalar_function_set_return_type(scalar, flag);
  duckdb_destroy_logical_type(&flag);
  duckdb_scalar_function_set_special_handling(scalar);
  duckdb_scalar_function_set_volatile(scalar);
  duckdb_scalar_function_set_extra_info(scalar, new Registered{std::move(sink), std::move(columns)},
                                        [](void* p) { delete static_cast<Registered*>(p); });
  duckdb_scalar_function_set_function(scalar, call);
  duckdb_state registered = duckdb_register_scalar_function(state_->connection, scalar);
  duckdb_destroy_scalar_function(&scalar);
  if (registered == DuckDBError) return Error{ErrorCode::internal, "the function " + name + " could not be registered"};
  return name;
}

}  // namespace zhike::db

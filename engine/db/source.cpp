// SPDX-License-Identifier: Apache-2.0
#include "db/source.h"

#include <duckdb.h>

#include "db/handles.h"

namespace zhike::db {

duckdb_type stored_type(SourceType type) {
  switch (type) {
    case SourceType::text: return DUCKDB_TYPE_VARCHAR;
    case SourceType::whole: return DUCKDB_TYPE_BIGINT;
    case SourceType::unsigned_whole: return DUCKDB_TYPE_UBIGINT;
    case SourceType::integer: return DUCKDB_TYPE_INTEGER;
    case SourceType::number: return DUCKDB_TYPE_DOUBLE;
    case SourceType::flag: return DUCKDB_TYPE_BOOLEAN;
    case SourceType::date: return DUCKDB_TYPE_DATE;
    case SourceType::time: return DUCKDB_TYPE_TIMESTAMP_TZ;
  }
  return DUCKDB_TYPE_VARCHAR;
}

namespace {

void bind(duckdb_bind_info info) {
  auto& source = *static_cast<std::shared_ptr<Source>*>(duckdb_bind_get_extra_info(info));
  for (const auto& column : source->columns()) {
    duckdb_logical_type type = duckdb_create_logical_type(stored_type(column.type));
    duckdb_bind_add_result_column(info, column.name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void start(duckdb_init_info info) {
  auto& source = *static_cast<std::shared_ptr<Source>*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, static_cast<idx_t>(source->threads_max()));
}

void start_thread(duckdb_init_info info) {
  auto& source = *static_cast<std::shared_ptr<Source>*>(duckdb_init_get_extra_info(info));
  if (auto local = source->start_thread())
    duckdb_init_set_init_data(info, local.release(), [](void* p) { delete static_cast<Source::Local*>(p); });
}

void fill(duckdb_function_info info, duckdb_data_chunk output) {
  auto& source = *static_cast<std::shared_ptr<Source>*>(duckdb_function_get_extra_info(info));
  auto* local = static_cast<Source::Local*>(duckdb_function_get_local_init_data(info));
  ChunkWriter writer(output);
  writer.set_size(0);
  Status filled = source->fill(writer, local);
  if (!filled.ok()) {
    duckdb_function_set_error(info, filled.error().message.c_str());
    source->keep_failure(filled.error());
    writer.set_size(0);
  }
}

}  // namespace

ChunkWriter::ChunkWriter(void* chunk) : chunk_(chunk) {
  auto handle = static_cast<duckdb_data_chunk>(chunk);
  idx_t count = duckdb_data_chunk_get_column_count(handle);
  columns_.reserve(count);
  for (idx_t i = 0; i < count; ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(handle, i);
    columns_.push_back({vector, duckdb_vector_get_data(vector), nullptr});
  }
}

std::size_t ChunkWriter::capacity() const { return duckdb_vector_size(); }
void ChunkWriter::set_text(std::size_t column, std::size_t row, std::string_view text) {
  duckdb_vector_assign_string_element_len(static_cast<duckdb_vector>(columns_[column].vector), row, text.data(), text.size());
}
void ChunkWriter::set_known_text(std::size_t column, std::size_t row, std::string_view text) {
  duckdb_unsafe_vector_assign_string_element_len(static_cast<duckdb_vector>(columns_[column].vector), row, text.data(), text.size());
}
void ChunkWriter::set_whole(std::size_t column, std::size_t row, std::int64_t value) {
  static_cast<std::int64_t*>(columns_[column].cells)[row] = value;
}
void ChunkWriter::set_unsigned(std::size_t column, std::size_t row, std::uint64_t value) {
  static_cast<std::uint64_t*>(columns_[column].cells)[row] = value;
}
void ChunkWriter::set_integer(std::size_t column, std::size_t row, std::int32_t value) {
  static_cast<std::int32_t*>(columns_[column].cells)[row] = value;
}
void ChunkWriter::set_number(std::size_t column, std::size_t row, double value) {
  static_cast<double*>(columns_[column].cells)[row] = value;
}
void ChunkWriter::set_flag(std::size_t column, std::size_t row, bool value) {
  static_cast<bool*>(columns_[column].cells)[row] = value;
}
void ChunkWriter::set_null(std::size_t column, std::size_t row) {
  auto& to = columns_[column];
  if (!to.validity) {
    auto vector = static_cast<duckdb_vector>(to.vector);
    duckdb_vector_ensure_validity_writable(vector);
    to.validity = duckdb_vector_get_validity(vector);
  }
  to.validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}
void ChunkWriter::set_size(std::size_t rows) {
  duckdb_data_chunk_set_size(static_cast<duckdb_data_chunk>(chunk_), rows);
}

Status Connection::add_source(const std::string& name, std::shared_ptr<Source> source) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, new std::shared_ptr<Source>(source),
                                       [](void* p) { delete static_cast<std::shared_ptr<Source>*>(p); });
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, start);
  duckdb_table_function_set_local_init(function, start_thread);
  duckdb_table_function_set_function(function, fill);
  duckdb_state registered = duckdb_register_table_function(state_->connection, function);
  duckdb_destroy_table_function(&function);
  if (registered == DuckDBError) return Error{ErrorCode::internal, "the table " + name + "() could not be registered"};
  state_->sources.push_back(std::move(source));
  return done();
}

}  // namespace zhike::db

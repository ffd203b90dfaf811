// SPDX-License-Identifier: Apache-2.0
// C++ functions as DuckDB functions: whole vectors at a time, run by DuckDB's own threads.
#include <duckdb.h>

#include <array>

#include "db/handles.h"

namespace zhike::db {
namespace {

constexpr int arguments_max = 8;

struct Vector {
  duckdb_string_t* cells;
  std::uint64_t* validity;
  bool valid(idx_t row) const { return !validity || duckdb_validity_row_is_valid(validity, row); }
  std::string_view text(idx_t row) const {
    if (!valid(row)) return {};
    return {duckdb_string_t_data(cells + row), duckdb_string_t_length(cells[row])};
  }
};

Vector vector_at(duckdb_data_chunk chunk, idx_t column) {
  duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
  return {static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)), duckdb_vector_get_validity(vector)};
}

void set_null(duckdb_vector vector, idx_t row) {
  duckdb_vector_ensure_validity_writable(vector);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
}

void call_text(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<TextFunction*>(duckdb_scalar_function_get_extra_info(info));
  Vector in = vector_at(input, 0);
  std::string out;
  for (idx_t row = 0, rows = duckdb_data_chunk_get_size(input); row < rows; ++row) {
    out.clear();
    if (!in.valid(row) || !function(in.text(row), out))
      set_null(output, row);
    else
      duckdb_unsafe_vector_assign_string_element_len(output, row, out.data(), out.size());
  }
}

template <class Each>
void each_row(duckdb_data_chunk input, Each each) {
  idx_t columns = duckdb_data_chunk_get_column_count(input);
  std::array<Vector, arguments_max> in;
  std::array<std::string_view, arguments_max> texts;
  for (idx_t c = 0; c < columns; ++c) in[c] = vector_at(input, c);
  for (idx_t row = 0, rows = duckdb_data_chunk_get_size(input); row < rows; ++row) {
    for (idx_t c = 0; c < columns; ++c) texts[c] = in[c].text(row);
    each(row, std::span<const std::string_view>(texts.data(), columns));
  }
}

void call_texts(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<TextsFunction*>(duckdb_scalar_function_get_extra_info(info));
  std::string out;
  each_row(input, [&](idx_t row, std::span<const std::string_view> texts) {
    out.clear();
    if (!function(texts, out))
      set_null(output, row);
    else
      duckdb_unsafe_vector_assign_string_element_len(output, row, out.data(), out.size());
  });
}

void call_predicate(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& predicate = *static_cast<TextPredicate*>(duckdb_scalar_function_get_extra_info(info));
  auto* cells = static_cast<bool*>(duckdb_vector_get_data(output));
  each_row(input, [&](idx_t row, std::span<const std::string_view> texts) { cells[row] = predicate(texts); });
}

template <class F>
Status add(duckdb_connection connection, const std::string& name, int arguments, duckdb_type returns, F function,
           duckdb_scalar_function_t call) {
  ZK_ASSERT(arguments > 0 && arguments <= arguments_max);
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_logical_type result = duckdb_create_logical_type(returns);
  duckdb_scalar_function_set_name(scalar, name.c_str());
  for (int i = 0; i < arguments; ++i) duckdb_scalar_function_add_parameter(scalar, text);
  duckdb_scalar_function_set_return_type(scalar, result);
  duckdb_scalar_function_set_special_handling(scalar);
  duckdb_scalar_function_set_extra_info(scalar, new F(std::move(function)), [](void* p) { delete static_cast<F*>(p); });
  duckdb_scalar_function_set_function(scalar, call);
  duckdb_state registered = duckdb_register_scalar_function(connection, scalar);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_logical_type(&result);
  duckdb_destroy_scalar_function(&scalar);
  if (registered == DuckDBError) return Error{ErrorCode::internal, "the function " + name + " could not be registered"};
  return done();
}

}  // namespace

Status Connection::add_function(const std::string& name, TextFunction function) {
  return add(state_->connection, name, 1, DUCKDB_TYPE_VARCHAR, std::move(function), call_text);
}
Status Connection::add_function(const std::string& name, int arguments, TextsFunction function) {
  return add(state_->connection, name, arguments, DUCKDB_TYPE_VARCHAR, std::move(function), call_texts);
}
Status Connection::add_predicate(const std::string& name, int arguments, TextPredicate predicate) {
  return add(state_->connection, name, arguments, DUCKDB_TYPE_BOOLEAN, std::move(predicate), call_predicate);
}

}  // namespace zhike::db

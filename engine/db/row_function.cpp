// SPDX-License-Identifier: Apache-2.0
#include "db/row_function.h"

#include <duckdb.h>

#include "db/handles.h"

namespace zhike::db {

struct RowWriterAccess {
  static RowWriter start(duckdb_vector output, const std::vector<RowColumn>& columns) {
    RowWriter writer;
    writer.columns_.reserve(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      duckdb_vector child = duckdb_struct_vector_get_child(output, i);
      duckdb_vector_ensure_validity_writable(child);
      writer.columns_.push_back({child, duckdb_vector_get_data(child), duckdb_vector_get_validity(child), columns[i].type});
    }
    return writer;
  }
  // Everything is NULL until it is set.
  static void clear(RowWriter& writer, std::size_t rows) {
    std::size_t words = (rows + 63) / 64;
    for (auto& column : writer.columns_) std::fill_n(column.validity, words, 0);
  }
  static void move_to(RowWriter& writer, std::size_t row) { writer.row_ = row; }
};

namespace {

struct Registered {
  std::shared_ptr<RowFunction> function;
  std::vector<RowColumn> columns;
};

struct Argument {
  duckdb_string_t* cells;
  std::uint64_t* validity;
};

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& registered = *static_cast<Registered*>(duckdb_scalar_function_get_extra_info(info));
  idx_t arguments = duckdb_data_chunk_get_column_count(input);
  idx_t rows = duckdb_data_chunk_get_size(input);
  std::vector<Argument> in(arguments);
  for (idx_t c = 0; c < arguments; ++c) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, c);
    in[c] = {static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)), duckdb_vector_get_validity(vector)};
  }
  RowWriter writer = RowWriterAccess::start(output, registered.columns);
  RowWriterAccess::clear(writer, rows);
  std::vector<std::string_view> texts(arguments);
  for (idx_t row = 0; row < rows; ++row) {
    for (idx_t c = 0; c < arguments; ++c) {
      bool null = in[c].validity && !duckdb_validity_row_is_valid(in[c].validity, row);
      texts[c] = null ? std::string_view()
                      : std::string_view(duckdb_string_t_data(in[c].cells + row), duckdb_string_t_length(in[c].cells[row]));
    }
    RowWriterAccess::move_to(writer, row);
    registered.function->answer(texts, writer);
  }
}

duckdb_type stored_type(RowType type) {
  switch (type) {
    case RowType::text: return DUCKDB_TYPE_VARCHAR;
    case RowType::whole: return DUCKDB_TYPE_BIGINT;
    case RowType::number: return DUCKDB_TYPE_DOUBLE;
    case RowType::flag: return DUCKDB_TYPE_BOOLEAN;
    case RowType::date: return DUCKDB_TYPE_DATE;
    case RowType::time: return DUCKDB_TYPE_TIMESTAMP_TZ;
  }
  return DUCKDB_TYPE_VARCHAR;
}

duckdb_logical_type struct_type(const std::vector<RowColumn>& columns) {
  std::vector<duckdb_logical_type> types;
  std::vector<const char*> names;
  for (const auto& column : columns) {
    types.push_back(duckdb_create_logical_type(stored_type(column.type)));
    names.push_back(column.name.c_str());
  }
  duckdb_logical_type whole = duckdb_create_struct_type(types.data(), names.data(), types.size());
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  return whole;
}

}  // namespace

void RowWriter::set_text(std::size_t column, std::string_view text) {
  auto& to = columns_[column];
  duckdb_unsafe_vector_assign_string_element_len(static_cast<duckdb_vector>(to.vector), row_, text.data(), text.size());
  duckdb_validity_set_row_valid(to.validity, row_);
}
void RowWriter::set_whole(std::size_t column, std::int64_t value) {
  auto& to = columns_[column];
  if (to.type == RowType::date)
    static_cast<std::int32_t*>(to.cells)[row_] = static_cast<std::int32_t>(value);
  else
    static_cast<std::int64_t*>(to.cells)[row_] = value;
  duckdb_validity_set_row_valid(to.validity, row_);
}
void RowWriter::set_number(std::size_t column, double value) {
  static_cast<double*>(columns_[column].cells)[row_] = value;
  duckdb_validity_set_row_valid(columns_[column].validity, row_);
}
void RowWriter::set_flag(std::size_t column, bool value) {
  static_cast<bool*>(columns_[column].cells)[row_] = value;
  duckdb_validity_set_row_valid(columns_[column].validity, row_);
}

Status Connection::add_row_function(const std::string& name, std::shared_ptr<RowFunction> function) {
  std::vector<RowColumn> columns = function->columns();
  int arguments = function->arguments();
  ZK_ASSERT(!columns.empty() && arguments > 0);
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_logical_type result = struct_type(columns);
  duckdb_scalar_function_set_name(scalar, name.c_str());
  for (int i = 0; i < arguments; ++i) duckdb_scalar_function_add_parameter(scalar, text);
  duckdb_scalar_function_set_return_type(scalar, result);
  duckdb_scalar_function_set_special_handling(scalar);
  duckdb_scalar_function_set_extra_info(scalar, new Registered{std::move(function), std::move(columns)},
                                        [](void* p) { delete static_cast<Registered*>(p); });
  duckdb_scalar_function_set_function(scalar, call);
  duckdb_state registered = duckdb_register_scalar_function(state_->connection, scalar);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_logical_type(&result);
  duckdb_destroy_scalar_function(&scalar);
  if (registered == DuckDBError) return Error{ErrorCode::internal, "the function " + name + " could not be registered"};
  return done();
}

}  // namespace zhike::db

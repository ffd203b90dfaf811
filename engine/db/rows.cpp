// SPDX-License-Identifier: Apache-2.0
#include "db/rows.h"

#include <duckdb.h>

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>

#include "base/result.h"
#include "db/chunk.h"

namespace zhike::db {
namespace {

constexpr std::size_t chunk_rows = 2048;  // what duckdb_vector_size() answers; as a constant it is a shift

}  // namespace

Rows::Rows() = default;
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

const Rows::Chunk& Rows::chunk_of(std::size_t row, std::size_t& offset) const {
  ZK_ASSERT(row < size_);
  // Chunks are full but for the last one of each thread, so the guess is right or next to it.
  std::size_t guess = std::min(row / chunk_rows, chunks_.size() - 1);
  while (starts_[guess] > row) --guess;
  while (guess + 1 < starts_.size() && starts_[guess + 1] <= row) ++guess;
  offset = row - starts_[guess];
  return *chunks_[guess];
}

bool Rows::is_null(std::size_t row, std::size_t column) const {
  std::size_t offset;
  const Chunk& chunk = chunk_of(row, offset);
  const auto& vector = chunk.vectors[column];
  return vector.validity && !duckdb_validity_row_is_valid(vector.validity, offset);
}

std::int64_t Rows::whole(std::size_t row, std::size_t column) const {
  if (is_null(row, column)) return 0;
  std::size_t offset;
  const auto& vector = chunk_of(row, offset).vectors[column];
  auto at = [&]<class T>(T) { return static_cast<std::int64_t>(static_cast<const T*>(vector.cells)[offset]); };
  switch (vector.type) {
    case DUCKDB_TYPE_BOOLEAN: return at(bool{});
    case DUCKDB_TYPE_TINYINT: return at(std::int8_t{});
    case DUCKDB_TYPE_UTINYINT: return at(std::uint8_t{});
    case DUCKDB_TYPE_SMALLINT: return at(std::int16_t{});
    case DUCKDB_TYPE_USMALLINT: return at(std::uint16_t{});
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE: return at(std::int32_t{});
    case DUCKDB_TYPE_UINTEGER: return at(std::uint32_t{});
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ: return at(std::int64_t{});
    case DUCKDB_TYPE_UBIGINT: return at(std::uint64_t{});
    default: return static_cast<std::int64_t>(number(row, column));
  }
}

double Rows::number(std::size_t row, std::size_t column) const {
  if (is_null(row, column)) return 0;
  std::size_t offset;
  const auto& vector = chunk_of(row, offset).vectors[column];
  switch (vector.type) {
    case DUCKDB_TYPE_DOUBLE: return static_cast<const double*>(vector.cells)[offset];
    case DUCKDB_TYPE_FLOAT: return static_cast<const float*>(vector.cells)[offset];
    case DUCKDB_TYPE_HUGEINT: return duckdb_hugeint_to_double(static_cast<const duckdb_hugeint*>(vector.cells)[offset]);
    case DUCKDB_TYPE_VARCHAR: return std::atof(std::string(text(row, column)).c_str());
    case DUCKDB_TYPE_DECIMAL: {
      // Sums of DECIMAL come as 128 bits; a statement that needs every digit casts to text.
      ZK_ASSERT(!"cast DECIMAL to DOUBLE or VARCHAR in the statement");
      return 0;
    }
    default: return static_cast<double>(whole(row, column));
  }
}

std::string_view Rows::text(std::size_t row, std::size_t column) const {
  if (is_null(row, column)) return {};
  std::size_t offset;
  const auto& vector = chunk_of(row, offset).vectors[column];
  ZK_ASSERT(vector.type == DUCKDB_TYPE_VARCHAR);
  const auto* string = static_cast<const duckdb_string_t*>(vector.cells) + offset;
  return {duckdb_string_t_data(const_cast<duckdb_string_t*>(string)), duckdb_string_t_length(*string)};
}

std::string Rows::display(std::size_t row, std::size_t column) const {
  if (is_null(row, column)) return {};
  switch (types_[column]) {
    case ColumnType::text: return std::string(text(row, column));
    case ColumnType::whole: {
      std::size_t offset;
      const auto& vector = chunk_of(row, offset).vectors[column];
      if (vector.type == DUCKDB_TYPE_UBIGINT) return std::to_string(static_cast<const std::uint64_t*>(vector.cells)[offset]);
      break;
    }
    case ColumnType::number: return db::display(ColumnType::number, std::bit_cast<std::int64_t>(number(row, column)));
    default: break;
  }
  return db::display(types_[column], whole(row, column));
}

std::string display(ColumnType type, std::int64_t value) {
  char out[64];
  switch (type) {
    case ColumnType::flag: return value ? "true" : "false";
    case ColumnType::whole: return std::to_string(value);
    case ColumnType::date: {
      duckdb_date_struct date = duckdb_from_date({static_cast<std::int32_t>(value)});
      std::snprintf(out, sizeof out, "%04d-%02d-%02d", date.year, date.month, date.day);
      return out;
    }
    case ColumnType::time: {
      duckdb_timestamp_struct time = duckdb_from_timestamp({value});
      std::snprintf(out, sizeof out, "%04d-%02d-%02dT%02d:%02d:%02dZ", time.date.year, time.date.month, time.date.day,
                    time.time.hour, time.time.min, time.time.sec);
      return out;
    }
    case ColumnType::number:
      std::snprintf(out, sizeof out, "%.15g", std::bit_cast<double>(value));
      return out;
    default: ZK_ASSERT(!"cast this column to VARCHAR in the statement"); return {};
  }
}

}  // namespace zhike::db

// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "stages.h"

namespace zhike::flow_test {
namespace {

std::string at_line(const Command& command) { return "line " + std::to_string(command.line) + ": "; }

std::string joined(const std::vector<std::string>& lines, const char* between = "\n") {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : between) + line;
  return out;
}

// T: as people read it; I: whole number; R: a number to three decimals, so that no golden depends on the last bits.
std::string shown(const db::Rows& rows, std::size_t row, std::size_t column, char type) {
  if (rows.is_null(row, column)) return "NULL";
  if (type == 'R') {
    char text[64];
    std::snprintf(text, sizeof text, "%.3f", rows.number(row, column));
    return text;
  }
  std::string text = rows.display(row, column);
  return text.empty() ? "(empty)" : text;
}

Status make_table(db::Connection& lake, const std::string& table, const std::vector<std::string>& names, const std::vector<std::string>& types) {
  auto dot = table.find('.');
  std::string schema = table.substr(0, dot), columns;
  ZK_TRY(lake.execute("CREATE SCHEMA IF NOT EXISTS " + db::quote_identifier(schema)));
  for (std::size_t i = 0; i < names.size(); ++i) columns += (i ? ", " : "") + db::quote_identifier(names[i]) + " " + (types[i].empty() ? "VARCHAR" : types[i]);
  return lake.execute("CREATE TABLE IF NOT EXISTS " + table + " (" + columns + ")");
}

}  // namespace

Result<Session> Session::start(const std::string& folder, const Configuration& configuration) {
  Session session(folder, configuration);
  ZK_TRY(flow::Workspace::make({.folder = folder}));
  ZK_TRY(session.open());
  return session;
}

Status Session::open() {
  workspace_.reset();  // one process, one lock: the old one goes before the new one comes
  flow::OpenOptions options;
  options.folder = folder_;
  options.threads = configuration_.threads;
  options.memory_bytes = configuration_.memory_bytes;
  ZK_TRY_SET(workspace_, flow::Workspace::open(options));
  return done();
}

Status Session::perform(const Command& command) {
  Status outcome = carry_out(command);
  if (command.error.empty()) {
    if (!outcome.ok()) return Error{outcome.error().code, at_line(command) + outcome.error().message};
  } else if (outcome.ok()) {
    return Error{ErrorCode::conflict, at_line(command) + "expected the error " + command.error + ", but it succeeded"};
  } else if (info(outcome.error().code).name != command.error) {
    return Error{ErrorCode::conflict, at_line(command) + "expected the error " + command.error + ", got " +
                                          std::string(info(outcome.error().code).name) + ": " + outcome.error().message};
  }
  if (configuration_.restart_after_each_step && command.verb != Verb::query) return open();
  return done();
}

Status Session::carry_out(const Command& command) {
  switch (command.verb) {
    case Verb::load_standard: {
      if (command.words.empty()) return done();  // the shipped standard is published with every new workspace
      ZK_TRY_SET(auto loaded, standard::load(command.words.front()));
      workspace_->use_standard(loaded);
      return done();
    }
    case Verb::load_rows: return load_rows(command);
    case Verb::import: return import(command);
    case Verb::run: return run_stages(*workspace_, command.words);
    case Verb::restart: return open();
    case Verb::query: return compare(command);
    case Verb::statement: {
      ZK_TRY_SET(auto lake, workspace_->lake().connect());
      return lake.execute(joined(command.block));
    }
  }
  return done();
}

// `load rows SCHEMA.TABLE` with rows as comma-separated text below. A table that is absent is made from a header that
// tells types (name:TYPE). An empty cell is NULL, "" is empty text.
Status Session::load_rows(const Command& command) {
  if (command.words.empty() || command.block.empty()) return Error{ErrorCode::bad_request, "load rows SCHEMA.TABLE, then a header and rows"};
  const std::string& table = command.words.front();
  std::vector<std::string> names, types;
  for (const auto& cell : read_cells(command.block.front())) {
    auto colon = cell.text.find(':');
    names.push_back(cell.text.substr(0, colon));
    types.push_back(colon == std::string::npos ? "" : cell.text.substr(colon + 1));
  }
  ZK_TRY_SET(auto lake, workspace_->lake().connect());
  ZK_TRY(make_table(lake, table, names, types));
  for (std::size_t i = 1; i < command.block.size(); ++i) {
    auto cells = read_cells(command.block[i]);
    if (cells.size() != names.size()) return Error{ErrorCode::bad_request, "row " + std::to_string(i) + " has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(names.size())};
    std::string columns, values;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      columns += (c ? ", " : "") + db::quote_identifier(names[c]);
      values += (c ? ", " : "") + (cells[c].text.empty() && !cells[c].quoted ? std::string("NULL") : db::quote_literal(cells[c].text));
    }
    ZK_TRY(lake.execute("INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")"));
  }
  return done();
}

// `import SOURCE FILE_NAME [option=value ...]` with the file's content below; FILE_NAME decides the format. Under a
// configuration with several batches, each gets the header and its share of the rows, in order.
Status Session::import(const Command& command) {
  if (command.words.size() < 2) return Error{ErrorCode::bad_request, "import SOURCE FILE_NAME [option=value], then the content"};
  const std::string &source = command.words[0], &name = command.words[1];
  std::vector<std::string> options(command.words.begin() + 2, command.words.end());
  std::size_t header = name.ends_with(".jsonl") || command.block.empty() ? 0 : 1;
  std::size_t rows = command.block.size() - header;
  std::size_t parts = std::max<std::size_t>(1, std::min<std::size_t>(configuration_.batches, rows));
  for (std::size_t part = 0; part < parts; ++part) {
    std::string path = folder_ + "-files/" + std::to_string(files_count_++) + "_" + name;
    std::filesystem::create_directories(folder_ + "-files");
    std::ofstream out(path, std::ios::binary);
    if (header) out << command.block.front() << "\n";
    for (std::size_t i = header + rows * part / parts; i < header + rows * (part + 1) / parts; ++i) out << command.block[i] << "\n";
    out.close();
    ZK_TRY(import_file(*workspace_, source, path, options));
  }
  return done();
}

Status Session::compare(const Command& command) {
  const std::string types = command.words.empty() ? "" : command.words.front();
  ZK_TRY_SET(auto lake, workspace_->lake().connect());
  ZK_TRY_SET(db::Rows rows, lake.query(joined(command.block)));
  if (rows.columns() != types.size()) return Error{ErrorCode::bad_request, "the query gives " + std::to_string(rows.columns()) + " columns, not " + std::to_string(types.size())};
  std::vector<std::string> actual;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < types.size(); ++column) cells.push_back(shown(rows, row, column, types[column]));
    actual.push_back(joined(cells, "\t"));
  }
  if (actual == command.expected) return done();
  return Error{ErrorCode::conflict, "expected\n" + joined(command.expected) + "\nbut got\n" + joined(actual)};
}

}  // namespace zhike::flow_test

// SPDX-License-Identifier: Apache-2.0
// For tests: where the reference data lies, and its rows. Tests that need it skip where it is absent.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace zhike::kernels::test {

// The path of a file under the shared data folder; empty when there is none.
inline std::string shared_file(const std::string& name) {
  const char* given = std::getenv("ZHIKE_SHARED");
  std::vector<std::string> folders;
  if (given != nullptr) folders.push_back(given);
  for (const char* folder : {"../shared", "../../shared", "../../../shared"}) folders.push_back(folder);
  for (const auto& folder : folders)
    if (std::filesystem::exists(folder + "/data/" + name)) return folder + "/data/" + name;
  return {};
}

// Rows of a CSV file whose quoted cells hold no line ends.
inline std::vector<std::vector<std::string>> csv_rows(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> out;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char c : line) {
      if (c == '"') quoted = !quoted;
      else if (c == ',' && !quoted) cells.emplace_back();
      else if (c != '\r') cells.back().push_back(c);
    }
    out.push_back(std::move(cells));
  }
  return out;
}

}  // namespace zhike::kernels::test

// SPDX-License-Identifier: Apache-2.0
// For tests of this room: the shipped standard, and copies of its files to break.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "built_from.h"
#include "standard/standard.h"

namespace zhike::standard::test {

inline std::string shipped_folder() { return std::string(ZHIKE_SOURCE_FOLDER) + "/standards"; }

inline Standard shipped() {
  auto loaded = load(shipped_folder());
  EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().message);
  return loaded.ok() ? *loaded.value() : Standard();
}

// A copy of the shipped files in a folder of its own, deleted at the end.
class Copy {
 public:
  Copy() {
    std::string name = "zhike_standard_XXXXXX";
    folder_ = (std::filesystem::temp_directory_path() / name).string();
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    std::filesystem::copy(shipped_folder(), folder_, std::filesystem::copy_options::recursive);
  }
  ~Copy() { std::filesystem::remove_all(folder_); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  const std::string& folder() const { return folder_; }
  std::string read(const std::string& file) const {
    std::ifstream in(folder_ + "/" + file, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    return buffer.str();
  }
  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(folder_ + "/" + file).parent_path());
    std::ofstream(folder_ + "/" + file, std::ios::binary) << text;
  }
  // The first place of `before` becomes `after`; it must be there.
  void replace(const std::string& file, const std::string& before, const std::string& after) const {
    std::string text = read(file);
    auto at = text.find(before);
    ASSERT_NE(at, std::string::npos) << before << " is not in " << file;
    write(file, text.replace(at, before.size(), after));
  }

 private:
  std::string folder_;
};

}  // namespace zhike::standard::test

// SPDX-License-Identifier: Apache-2.0
// Runs the golden tests of tests/flow under one configuration: zhike_flow_tests --config FILE PATH...
// A PATH is a .test file or a folder of them. Prints failures and skips, and ends with `N passed, N failed`.
#include <stdlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "session.h"
#include "ingest/child.h"

namespace {

using namespace zhike;
using namespace zhike::flow_test;
namespace json = boost::json;

Result<Configuration> read_configuration(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  boost::system::error_code failed;
  json::value document = json::parse(text.str(), failed);
  if (!in || failed || !document.is_object()) return Error{ErrorCode::unreadable, "not a configuration: " + path};
  const json::object& object = document.get_object();
  auto whole = [&](const char* key, std::int64_t otherwise) {
    const json::value* found = object.if_contains(key);
    return found && found->is_int64() ? found->get_int64() : otherwise;
  };
  Configuration out;
  out.name = std::filesystem::path(path).stem();
  out.threads = static_cast<int>(whole("threads", 0));
  out.memory_bytes = whole("memory_mb", 0) * 1'000'000;
  out.batches = static_cast<int>(whole("batches", 1));
  out.restart_after_each_step = object.contains("restart_after_each_step") && object.at("restart_after_each_step") == true;
  return out;
}

std::vector<std::string> test_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Status run_script(const Script& script, const Configuration& configuration) {
  std::string pattern = (std::filesystem::temp_directory_path() / "zhike-flow-XXXXXX").string();
  if (!mkdtemp(pattern.data())) return Error{ErrorCode::disk_full, "no temporary folder could be made"};
  Status outcome = done();
  {
    auto session = Session::start(pattern + "/workspace", configuration);
    if (!session.ok()) outcome = session.error();
    for (const auto& command : script.commands)
      if (outcome.ok()) outcome = session.value().perform(command);
  }
  std::error_code ignored;
  std::filesystem::remove_all(pattern, ignored);
  return outcome;
}

// true: passed.
bool run_file(const std::string& path, const Configuration& configuration) {
  auto script = read_script(path);
  Status outcome = script.ok() ? run_script(script.value(), configuration) : Status(script.error());
  if (outcome.ok()) return true;
  std::printf("FAIL %s (%s)\n%s\n\n", path.c_str(), configuration.name.c_str(), outcome.error().message.c_str());
  return false;
}

const Skip* skip_of(const std::string& path, const Configuration& configuration, Script& kept) {
  auto script = read_script(path);
  if (!script.ok()) return nullptr;
  kept = std::move(script.value());
  for (const auto& skip : kept.skips)
    if (skip.configuration == configuration.name) return &skip;
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--read-file") return zhike::ingest::read_file_child(argc, argv);
  Configuration configuration;
  configuration.name = "default";
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--config" && i + 1 < argc) {
      auto read = read_configuration(argv[++i]);
      if (!read.ok()) {
        std::fprintf(stderr, "%s\n", read.error().message.c_str());
        return 2;
      }
      configuration = std::move(read.value());
    } else {
      paths.push_back(argv[i]);
    }
  }
  int passed = 0, failed = 0;
  for (const auto& path : test_files(paths)) {
    Script script;
    if (const Skip* skip = skip_of(path, configuration, script)) {
      std::printf("skipped %s: %s\n", path.c_str(), skip->why.c_str());
      continue;
    }
    (run_file(path, configuration) ? passed : failed) += 1;
    std::fflush(stdout);
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}

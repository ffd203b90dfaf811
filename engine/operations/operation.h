// SPDX-License-Identifier: Apache-2.0
// The one governed door: everything Zhike can be asked to do is a row of one table. The command line, HTTP, Python and
// the reference pages are ways in and hold no logic: read -> run -> write.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "flow/context.h"
#include "flow/workspace.h"

namespace zhike::operations {

// What a caller must be allowed to do. `anyone`: needs no workspace and touches no stored customer.
enum class Permission : std::uint8_t { anyone, read, collect, steward, administer };
std::string_view name(Permission permission);

struct Caller {
  std::string name;                      // goes into the audit row and onto verdicts and proposals
  std::vector<Permission> permissions;
  bool may(Permission permission) const;
};

enum class Language : std::uint8_t { en, zh };

// How text for people is to look.
struct Terminal {
  Language language = Language::en;
  bool colour = false;
  int width = 100;
};

// What an operation works with. workspace is null for operations that need none.
struct Call {
  Caller caller;
  flow::Workspace* workspace = nullptr;
  Progress* progress = nullptr;
  const CancelFlag* cancelled = nullptr;
  flow::RunOptions run_options;
  Terminal terminal;
  bool wants_text = false;  // people's text besides the JSON
  flow::AskPassphrase ask;  // null where there is nobody to ask
  int threads = 0;          // 0: all cores
  std::int64_t memory_bytes = 0;
};

struct Reply {
  boost::json::value output;
  std::string text;      // filled when the call wants it
  bool is_sound = true;  // false: what was examined has faults, or some of the files were refused; the command line ends with 1
};

enum class WorkspaceUse : std::uint8_t { none, when_there, needed };

struct Operation {
  std::string_view id;           // also the words of the command line: "standard check" is `zhike standard check`
  std::string_view summary_en, summary_zh;
  Permission permission;
  WorkspaceUse workspace;
  std::span<const ErrorCode> errors;  // besides those any operation may give (bad_request, forbidden, internal)
  std::string_view example;           // an input as JSON
  boost::json::object (*input)();     // JSON Schemas
  boost::json::object (*output)();
  Result<Reply> (*call)(Call&, const boost::json::value&);
};

std::span<const Operation> operations();
const Operation* find(std::string_view id);  // nullptr when absent

// Checks the permission, runs the operation and writes the audit row (also for a refusal). Safe from one thread per Call.
Result<Reply> run(Call& call, std::string_view id, const boost::json::value& input);

}  // namespace zhike::operations

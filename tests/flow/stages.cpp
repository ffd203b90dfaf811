// SPDX-License-Identifier: Apache-2.0
#include "stages.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "base/wire.h"
#include "flow/context.h"
#include "ingest/ingest.h"
#include "measure/measure.h"
#include "profile/profile.h"
#include "resolve/run.h"
#include "standardise/standardise.h"

namespace zhike::flow_test {
namespace {

namespace json = boost::json;

Status standardise_run(flow::Context& context) { return standardise::run(context); }

Status resolve_run(flow::Context& context) {
  auto resolved = resolve::run(context);
  return resolved.ok() ? done() : Status(resolved.error());
}

struct StageRow {
  std::string_view name;
  Status (*run)(flow::Context&);
};
constexpr StageRow stage_table[] = {
    {"standardise", standardise_run},
    {"resolve", resolve_run},
    {"profile", profile::run},
    {"measure", measure::run},
};

Status in_a_run(flow::Workspace& workspace, std::string_view name, const std::function<Status(flow::Context&)>& work) {
  Progress progress;
  CancelFlag cancelled{false};
  ZK_TRY_SET(auto context, flow::Context::start(workspace, name, progress, cancelled));
  Status outcome = work(context);
  return context.finish(outcome);
}

json::value value_of(const std::string& text) {
  bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
  if (digits) return std::stoll(text);
  return json::string(text);
}

}  // namespace

Status run_stages(flow::Workspace& workspace, const std::vector<std::string>& stages) {
  bool all = stages == std::vector<std::string>{"all"};
  for (const auto& name : stages)
    if (!all && std::none_of(std::begin(stage_table), std::end(stage_table), [&](const StageRow& row) { return row.name == name; }))
      return Error{ErrorCode::not_found, "no such stage: " + name};
  for (const auto& row : stage_table)
    if (all || std::find(stages.begin(), stages.end(), row.name) != stages.end()) ZK_TRY(in_a_run(workspace, row.name, row.run));
  return done();
}

Status import_file(flow::Workspace& workspace, const std::string& source, const std::string& file, const std::vector<std::string>& options) {
  json::object input{{"files", json::array{json::string(file)}}, {"source", source}};
  for (const auto& option : options) {
    auto equals = option.find('=');
    if (equals == std::string::npos) return Error{ErrorCode::bad_request, "an option is written name=value: " + option};
    input[option.substr(0, equals)] = value_of(option.substr(equals + 1));
  }
  ingest::ImportRequest request;
  ZK_TRY(wire::from_json(input, request));
  return in_a_run(workspace, "import", [&](flow::Context& context) -> Status {
    ZK_TRY_SET(const auto imported, ingest::import(context, request));
    for (const auto& summary : imported.files)
      if (summary.error) return Error{ErrorCode::unreadable, summary.error->message};
    return done();
  });
}

}  // namespace zhike::flow_test

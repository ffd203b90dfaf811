// SPDX-License-Identifier: Apache-2.0
#include "govern/audit.h"
#include "operations/operation.h"

namespace zhike::operations {

std::string_view name(Permission permission) {
  switch (permission) {
    case Permission::anyone: return "anyone";
    case Permission::read: return "read";
    case Permission::collect: return "collect";
    case Permission::steward: return "steward";
    case Permission::administer: return "administer";
  }
  return "";
}

bool Caller::may(Permission permission) const {
  if (permission == Permission::anyone) return true;
  for (Permission held : permissions)
    if (held == permission) return true;
  return false;
}

const Operation* find(std::string_view id) {
  for (const auto& operation : operations())
    if (operation.id == id) return &operation;
  return nullptr;
}

Result<Reply> run(Call& call, std::string_view id, const boost::json::value& input) {
  const Operation* operation = find(id);
  if (!operation) return Error{ErrorCode::not_found, "there is no operation '" + std::string(id) + "'"};
  if (operation->workspace == WorkspaceUse::needed && !call.workspace)
    return Error{ErrorCode::no_workspace, "'" + std::string(id) + "' works in a workspace, and none was given"};
  auto answer = [&]() -> Result<Reply> {
    if (!call.caller.may(operation->permission))
      return Error{ErrorCode::forbidden, "'" + std::string(id) + "' needs the permission '" +
                                             std::string(name(operation->permission)) + "'"};
    return operation->call(call, input);
  }();
  if (call.workspace) {
    // What was done is told even if it failed; an act that cannot be recorded did not happen for the caller.
    std::string_view outcome = answer.ok() ? "ok" : info(answer.error().code).name;
    Status audited = govern::record_act(call.workspace->ledger(), {call.caller.name, std::string(id), std::string(outcome)});
    if (!audited.ok() && answer.ok()) return audited.error();
  }
  return answer;
}

}  // namespace zhike::operations

// SPDX-License-Identifier: Apache-2.0
#include "resolve/policy.h"

#include <cmath>
#include <cstdlib>

#include "base/clock.h"
#include "base/failpoint.h"
#include "base/wire.h"

namespace zhike::resolve {
namespace {

Status check(const Policy& policy) {
  if (policy.steward_from_bits > policy.steward_to_bits) return Error{ErrorCode::bad_request, "steward_from_bits must not be above steward_to_bits"};
  for (double bits : {policy.merge_bits, policy.steward_from_bits, policy.steward_to_bits})
    if (!std::isfinite(bits) || std::abs(bits) > 60) return Error{ErrorCode::bad_request, "bits lie between -60 and 60"};
  if (policy.incremental_from_records < 0) return Error{ErrorCode::bad_request, "incremental_from_records must be 0 or more"};
  for (double percent : {policy.incremental_most_percent, policy.learn_again_percent})
    if (!(percent >= 0 && percent <= 1000)) return Error{ErrorCode::bad_request, "a share lies between 0 and 1000 per cent"};
  if (policy.customer_records_most < 2 || policy.household_customers_most < 2) return Error{ErrorCode::bad_request, "a limit must be 2 or more"};
  return done();
}

}  // namespace

std::string policy_text(const Policy& policy) { return boost::json::serialize(wire::to_json(policy)); }

Result<Policy> policy_of_text(const std::string& text) {
  boost::system::error_code error;
  auto document = boost::json::parse(text, error);
  if (error) return Error{ErrorCode::bad_request, "a policy is a JSON object"};
  Policy policy;
  ZK_TRY(wire::from_json(document, policy));
  ZK_TRY(check(policy));
  return policy;
}

Result<Policy> changed_policy(Policy policy, const std::string& name, const std::string& value) {
  boost::json::object one;
  char* end = nullptr;
  double number = std::strtod(value.c_str(), &end);
  bool whole = number == std::floor(number) && std::abs(number) < 1e15;
  if (value == "true" || value == "false") one[name] = value == "true";
  else if (value.empty() || *end != '\0') return Error{ErrorCode::bad_request, "a policy's value is a number, true or false"};
  else if (whole && (name.ends_with("_most") || name.ends_with("_records"))) one[name] = static_cast<std::int64_t>(number);
  else one[name] = number;
  ZK_TRY(wire::from_json(boost::json::value(one), policy));
  ZK_TRY(check(policy));
  return policy;
}

Result<std::vector<PolicyVersion>> policy_history(flow::Workspace& workspace) {
  std::vector<PolicyVersion> out;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.prepare("SELECT policy_no, content, author, at, why FROM policy ORDER BY policy_no DESC"));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) return done();
      ZK_TRY_SET(Policy policy, policy_of_text(rows.text(1)));
      out.push_back({rows.whole(0), policy, rows.text(2), rows.text(3), rows.text(4)});
    }
  }));
  out.push_back({});
  return out;
}

Result<PolicyVersion> read_policy(flow::Workspace& workspace) {
  ZK_TRY_SET(auto history, policy_history(workspace));
  return std::move(history.front());
}

Result<std::int64_t> add_policy(ledger::Session& session, const std::string& content, const std::string& author, const std::string& why) {
  ZK_TRY(session.execute("INSERT INTO policy (content, author, at, why) VALUES (?1, ?2, ?3, ?4)", {content, author, now_utc(), why}));
  return session.last_id();
}

Result<PolicyVersion> set_policy(flow::Workspace& workspace, const std::string& name, const std::string& value, const std::string& author, const std::string& why) {
  ZK_TRY_SET(PolicyVersion now, read_policy(workspace));
  ZK_TRY_SET(Policy changed, changed_policy(now.policy, name, value));
  ZK_TRY(workspace.ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY(add_policy(session, policy_text(changed), author, why));
    return failpoint("registry.policy");
  }));
  return read_policy(workspace);
}

}  // namespace zhike::resolve

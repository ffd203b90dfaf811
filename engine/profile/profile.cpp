// SPDX-License-Identifier: Apache-2.0
#include "profile/profile.h"

#include "profile/golden.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

// Former codes and households change together with the golden records, so that a reader between two stages sees one state.
Status copy_registry(flow::Context& context) {
  auto exists = [&](const char* table) {
    return context.lake().count("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name = $name", {{"name", std::string(table)}});
  };
  ZK_TRY_SET(std::int64_t alias, exists("alias"));
  ZK_TRY(context.run_sql("profile.alias", alias > 0 ? sql::alias : sql::no_alias));
  ZK_TRY_SET(std::int64_t household, exists("household"));
  ZK_TRY(context.run_sql("profile.household", household > 0 ? sql::household : sql::no_household));
  return done();
}

}  // namespace

Status run(flow::Context& context) {
  Plan plan;
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.step("profile.prepare", [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(plan, make_plan(context));
      return static_cast<std::int64_t>(plan.fields.size());
    }));
    ZK_TRY(choose_values(context, plan));
    ZK_TRY(copy_registry(context));
    ZK_TRY(make_customers(context, plan));
    plan.chosen.reset();
    return make_views(context);
  });
}

}  // namespace zhike::profile

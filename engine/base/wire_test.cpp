// SPDX-License-Identifier: Apache-2.0
// Goal: what is written is read back the same, and what does not fit is refused with its path.
#include "base/wire.h"

#include <gtest/gtest.h>

namespace zhike::wire {
namespace {

struct Inner {
  std::string name;
  double share = 0;
  static constexpr auto fields() {
    return std::tuple{field("name", &Inner::name, "Name.", "名称", {.required = true}),
                      field("share", &Inner::share, "Share.", "份额")};
  }
};
struct Outer {
  std::int64_t count = 7;
  bool flag = false;
  std::optional<std::string> note;
  std::vector<Inner> parts;
  std::map<std::string, std::int64_t> counts;
  static constexpr auto fields() {
    return std::tuple{field("count", &Outer::count, "Count.", "数量"), field("flag", &Outer::flag, "Flag.", "标志"),
                      field("note", &Outer::note, "Note.", "备注"), field("parts", &Outer::parts, "Parts.", "部分"),
                      field("counts", &Outer::counts, "Counts.", "各数")};
  }
};

TEST(wire, what_is_written_is_read_back_the_same) {
  Outer before{3, true, "知客", {{"a", 0.5}, {"b", 1}}, {{"x", 1}}};
  Outer after;
  ASSERT_TRUE(from_json(to_json(before), after).ok());
  EXPECT_EQ(to_json(before), to_json(after));
  EXPECT_EQ(after.note, "知客");
}

TEST(wire, a_missing_member_keeps_its_default_unless_it_is_required) {
  Outer out;
  ASSERT_TRUE(from_json(json::parse(R"({"flag":true})"), out).ok());
  EXPECT_EQ(out.count, 7);
  Status failed = from_json(json::parse(R"({"parts":[{"share":1}]})"), out);
  EXPECT_EQ(failed.error().code, ErrorCode::bad_request);
}

TEST(wire, unknown_members_and_wrong_types_are_refused) {
  for (const char* text : {R"({"cuont":1})", R"({"count":"1"})", R"({"count":1.5})", R"({"parts":{}})", R"([])"}) {
    Outer out;
    EXPECT_FALSE(from_json(json::parse(text), out).ok()) << text;
  }
}

TEST(wire, the_schema_names_every_member_once) {
  json::object described = schema<Outer>();
  EXPECT_EQ(described["properties"].as_object().size(), 5u);
  EXPECT_EQ(described["properties"].as_object()["parts"].as_object()["items"].as_object()["required"].as_array().size(), 1u);
}

}  // namespace
}  // namespace zhike::wire

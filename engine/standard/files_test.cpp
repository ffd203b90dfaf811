// SPDX-License-Identifier: Apache-2.0
// Broken files: every fault is told with its file, its place and the nearest valid name, all of them at once.
#include <gtest/gtest.h>

#include <algorithm>

#include "standard/document.h"
#include "standard/shipped_files.h"

namespace zhike::standard {
namespace {

using test::Copy;

struct Fault {
  std::string file, before, after;  // what is replaced
  std::string path, nearest;        // what is told; path is the beginning
};

// goal: one fault in one file gives a problem with that file, that path and the nearest name.
TEST(files, each_kind_of_fault_is_told_with_its_place_and_the_nearest_name) {
  const Fault faults[] = {
      {"core/fields/basic.json", "\"sensitivity\"", "\"sensitivty\"", "$.fields[0].sensitivty", "sensitivity"},
      {"core/fields/basic.json", "\"type\": \"text\"", "\"type\": \"txt\"", "$.fields[0].type", "text"},
      {"core/fields/basic.json", "\"type\": \"text\"", "\"type\": 7", "$.fields[0].type", ""},
      {"core/fields/basic.json", "\"length\": [12, 12]", "\"length\": [12]", "$.fields[0].length", ""},
      {"core/fields/basic.json", "\"sensitivity\": 2", "\"sensitivity\": 9", "$.fields[0].sensitivity", ""},
      {"core/fields/basic.json", "\"code\": \"A01\"", "\"code\": \"Z01\"", "$.fields[0].code", ""},
      {"core/fields/basic.json", "\"code_list\": \"party_type\"", "\"code_list\": \"party_typ\"", "$.fields[1].code_list", "party_type"},
      {"core/fields/basic.json", "\"customer_name\"", "\"custmer_name\"", "$.fields[2].clean[0]", "customer_name"},
      {"core/fields/basic.json", "\"most_complete\"", "\"most_complet\"", "$.fields[2].survivorship", "most_complete"},
      {"core/fields/basic.json", "\"required_if\": \"party_type=P\"", "\"required_if\": \"party_tpe=P\"", "$.fields[3].required_if", "party_type"},
      {"core/fields/basic.json", "\"required_if\": \"party_type=P\"", "\"required_if\": \"party_type=\"", "$.fields[3].required_if", ""},
      {"core/fields/basic.json", "\"with\": [\"id_number\"]", "\"with\": [\"id_numbr\"]", "$.fields[8].check[0].with", "id_number"},
      {"core/fields/basic.json", "[POH][0-9]", "([POH][0-9]", "$.fields[0].format", ""},
      {"core/fields/contact.json", "\"id\": \"mobile\"", "\"id\": \"email\"", "$.fields[3]", ""},
      {"core/fields/contact.json", "\"department\": \"customer_operations\"", "\"department\": \"customer_operation\"", "$.fields[0].department", "customer_operations"},
      {"core/event_types/order.json", "\"amount\": \"amount\"", "\"amount\": \"amuont\"", "$.amount", "amount"},
      {"core/event_types/order.json", "\"id\": \"order\"", "\"id\": \"ordr\"", "$.id", "order"},
      {"core/columns.json", "\"feeds\": \"full_name\"", "\"feeds\": \"ful_name\"", "$.columns[2].feeds", "full_name"},
      {"core/dimensions/channel.json", "\"parent\": \"10\"", "\"parent\": \"11\"", "$.items", "10"},
      {"core/dimensions/channel.json", "\"owner\": \"marketing\"", "\"owner\": \"marketting\"", "$.owner", "marketing"},
      {"core/standard.json", "\"version\": \"1.0.0\"", "\"version\": \"one\"", "$.version", ""},
      {"cn/code_lists/sex.csv", "2,女性", "1,女性", "code 1", ""},
      {"cn/code_lists/marital.csv", ",20,", ",2x,", "code 21.parent", "20"},
  };
  for (const auto& fault : faults) {
    Copy copy;
    copy.replace(fault.file, fault.before, fault.after);
    auto problems = check(copy.folder());
    bool found = std::any_of(problems.begin(), problems.end(), [&](const Problem& p) {
      return p.file == fault.file && p.path.starts_with(fault.path) && p.nearest == fault.nearest && !p.message.empty();
    });
    EXPECT_TRUE(found) << fault.file << " " << fault.after;
    if (!found)
      for (const auto& p : problems) ADD_FAILURE() << p.file << " " << p.path << ": " << p.message << " [" << p.nearest << "]";
  }
}

// goal: an alias that means two things, a missing key and a missing file are told too.
TEST(files, a_spelling_means_one_thing_only) {
  Copy copy;
  copy.replace("core/fields/contact.json", "\"邮箱\"", "\"手机号\"");
  auto problems = check(copy.folder());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].file, "core/fields/contact.json");
  EXPECT_NE(problems[0].message.find("mobile"), std::string::npos);
}

// goal: three faults in three files are told together, and load says how many more there are.
TEST(files, all_problems_are_told_at_once) {
  Copy copy;
  copy.replace("core/fields/basic.json", "\"why\"", "\"wy\"");
  copy.replace("core/entities/person.json", "\"letter\": \"P\"", "\"letter\": \"PP\"");
  copy.write("core/dimensions/broken.json", "{\n  \"id\": \"broken\",\n  oops\n}");
  auto problems = check(copy.folder());
  auto in = [&](const std::string& file) {
    return std::count_if(problems.begin(), problems.end(), [&](const Problem& p) { return p.file == file; });
  };
  EXPECT_EQ(in("core/fields/basic.json"), 2);  // the unknown key, and the one that is missing now
  EXPECT_EQ(in("core/entities/person.json"), 1);
  EXPECT_EQ(in("core/dimensions/broken.json"), 1);
  for (const auto& problem : problems)
    if (problem.file == "core/dimensions/broken.json") { EXPECT_TRUE(problem.path.starts_with("line 3")) << problem.path; }
  auto loaded = load(copy.folder());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::standard_invalid);
  EXPECT_NE(loaded.error().message.find("3 more problems"), std::string::npos) << loaded.error().message;
}

// goal: a folder that is absent, empty or without schemas is refused, never half loaded.
TEST(files, a_folder_without_a_standard_is_refused) {
  EXPECT_FALSE(check("/nowhere/at/all").empty());
  Copy copy;
  std::filesystem::remove_all(copy.folder() + "/schema");
  EXPECT_FALSE(check(copy.folder()).empty());
  Copy headless;
  std::filesystem::remove(headless.folder() + "/core/standard.json");
  EXPECT_FALSE(check(headless.folder()).empty());
}

// goal: files that lie in the wrong place are told with the nearest right one.
TEST(files, a_file_in_a_misspelt_folder_is_told) {
  Copy copy;
  copy.write("core/dimension/x.json", "{}");
  copy.write("cn/code_lists/alone.csv", "code,zh,en,parent,valid_from,valid_to,successor,aliases\n");
  auto problems = check(copy.folder());
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].file, "cn/code_lists/alone.csv");
  EXPECT_EQ(problems[1].nearest, "dimensions");
}

// goal: spacing, key order and the names of parts do not touch the hash; content does.
TEST(files, the_hash_depends_on_content_alone) {
  Standard before = test::shipped();
  Copy copy;
  copy.replace("core/entities/person.json", "\"id\": \"person\",\n  \"letter\": \"P\",", "\"letter\":   \"P\",\n\n\"id\": \"person\",");
  copy.replace("core/standard.json", "\"completeness\": 0.98", "\"completeness\": 9.8e-1");
  std::filesystem::rename(copy.folder() + "/cn", copy.folder() + "/a_part");
  auto after = load(copy.folder());
  ASSERT_TRUE(after.ok()) << after.error().message;
  EXPECT_EQ(after.value()->hash, before.hash);
  copy.replace("core/standard.json", "9.8e-1", "0.97");
  auto changed = load(copy.folder());
  ASSERT_TRUE(changed.ok());
  EXPECT_NE(changed.value()->hash, before.hash);
}

// goal: a company's own part adds fields, lists and dimensions beside the core.
TEST(files, a_further_part_adds_to_the_core) {
  Copy copy;
  copy.write("acme/code_lists/club.json", R"({"id": "club", "label": {"zh": "俱乐部", "en": "Club"}, "origin": "own", "why": "Clubs of the company."})");
  copy.write("acme/code_lists/club.csv", "code,zh,en,parent,valid_from,valid_to,successor,aliases\n1,跑步,Running,,,,,\"跑团|run, fast\"\n");
  auto loaded = load(copy.folder());
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const CodeList* club = loaded.value()->code_list("club");
  ASSERT_NE(club, nullptr);
  EXPECT_EQ(club->codes[0].aliases[1], "run, fast");
}

}  // namespace
}  // namespace zhike::standard

// SPDX-License-Identifier: Apache-2.0
// Goal: what people are promised about importing: nothing lost, nothing twice, everything undone exactly.
// Method: small files made here, through the room's door, against a real workspace.
#include "ingest/ingest.h"

#include "ingest/child.h"
#include "ingest/place_test.h"

namespace zhike::ingest {
namespace {

const std::string people =
    "客户编号,姓名,手机号,邮箱,性别,出生日期,备注\n"
    "C001,王伟,13912345678,wang@example.com,男,1985-03-02,老客户\n"
    "C002,李娜,13812345679,,女,1990-11-20,\n"
    "C003,张三,,zhang@example.com,男,,\"喜欢,逗号\"\n";

TEST(import, a_chinese_file_is_mapped_and_loaded) {
  Place place;
  FileSummary file = place.import_file(place.write("customers.csv", people));
  EXPECT_EQ(file.rows, 3);
  EXPECT_EQ(file.created, 3);
  EXPECT_EQ(file.rejected, 0);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record"), 3);
  EXPECT_EQ(place.text("SELECT full_name FROM ingest.record WHERE source_key = 'C002'"), "李娜");
  EXPECT_EQ(place.text("SELECT mobile FROM ingest.record WHERE source_key = 'C001'"), "13912345678");
  EXPECT_EQ(place.text("SELECT rest FROM ingest.record WHERE source_key = 'C003'"), "{\"备注\":\"喜欢,逗号\"}");
  EXPECT_EQ(place.text("SELECT birth_date FROM ingest.record WHERE source_key = 'C001'"), "1985-03-02");
}

TEST(import, the_same_file_twice_changes_nothing_and_says_so) {
  Place place;
  std::string path = place.write("customers.csv", people);
  place.import_file(path);
  std::string before = place.fingerprint("record", "''");
  FileSummary again = place.import_file(path);
  EXPECT_TRUE(again.already_imported);
  EXPECT_EQ(place.fingerprint("record", "''"), before);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.batch"), 1);
}

TEST(import, a_changed_record_is_updated_and_undo_brings_the_old_one_back) {
  Place place;
  place.import_file(place.write("one.csv", "id,name,mobile\n1,王伟,13912345678\n2,李娜,13812345679\n"));
  std::string record = place.fingerprint("record", "''"), past = place.fingerprint("record_past", "''");
  FileSummary second = place.import_file(place.write("two.csv", "id,name,mobile\n1,王伟,13700000001\n2,李娜,13812345679\n3,张三,\n"));
  EXPECT_EQ(second.updated, 1);
  EXPECT_EQ(second.unchanged, 1);
  EXPECT_EQ(second.created, 1);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record_past"), 1);
  auto undone = place.run([&](flow::Context& context) { return undo(context, second.batch_id); });
  ASSERT_TRUE(undone.ok()) << undone.error().message;
  EXPECT_EQ(place.fingerprint("record", "''"), record);
  EXPECT_EQ(place.fingerprint("record_past", "''"), past);
}

TEST(import, a_field_has_a_column_from_the_first_batch_that_brings_it) {
  Place place;
  const std::string has_email = "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'ingest' AND column_name = 'email' AND table_name LIKE 'record%'";
  place.import_file(place.write("one.csv", "id,name\n1,王伟\n2,李娜\n"));
  EXPECT_EQ(place.count(has_email), 0);
  FileSummary second = place.import_file(place.write("two.csv", "id,name,email\n1,王伟,wang@example.com\n3,张三,\n"));
  EXPECT_EQ(place.count(has_email), 2);
  EXPECT_EQ(place.text("SELECT email FROM ingest.record WHERE source_key = '1'"), "wang@example.com");
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE email IS NULL"), 2);
  ASSERT_TRUE(place.run([&](flow::Context& context) { return undo(context, second.batch_id); }).ok());
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE email IS NULL"), 2);
  EXPECT_EQ(place.text("SELECT full_name FROM ingest.record WHERE source_key = '1'"), "王伟");
}

TEST(import, undo_of_an_earlier_batch_leaves_what_a_later_one_confirmed) {
  Place place;
  FileSummary first = place.import_file(place.write("one.csv", "id,name\n1,王伟\n2,李娜\n"));
  place.import_file(place.write("two.csv", "id,name\n2,李娜\n3,张三\n"));
  ASSERT_TRUE(place.run([&](flow::Context& context) { return undo(context, first.batch_id); }).ok());
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record"), 2);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE source_key = '2'"), 1);
}

ImportRequest orders(const Place& place, const std::string& name, const std::string& rows) {
  ImportRequest request{.files = {place.write(name, "order_no,customer_id,order_time,amount\n" + rows)}};
  request.event_type = "order";
  return request;
}

TEST(import, a_batch_of_customers_is_undone_beside_the_events_of_its_source) {
  // The table keeps the column that the undone batch brought.
  const std::string stubs = "'batch_id', 'line', 'full_name'";
  const std::string first = "O1,A1,2026-01-02 10:00:00,10\nO2,A2,2026-01-03 10:00:00,20\n", second = "O2,A2,2026-01-03 10:00:00,20\nO3,A3,2026-01-04 10:00:00,30\n";
  Place place, never;
  FileSummary customers = place.import_file(place.write("customers.csv", "customer_id,name\nA1,王伟\nA2,李娜\n"));
  place.import_file(orders(place, "one.csv", first));
  never.import_file(orders(never, "one.csv", first));
  auto undone = place.run([&](flow::Context& context) { return undo(context, customers.batch_id); });
  ASSERT_TRUE(undone.ok()) << undone.error().message;
  EXPECT_EQ(place.fingerprint("record", stubs), never.fingerprint("record", stubs));
  EXPECT_EQ(place.fingerprint("event"), never.fingerprint("event"));
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.event"), 2);
  FileSummary more = place.import_file(orders(place, "two.csv", second));
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.event"), 3);
  ASSERT_TRUE(place.run([&](flow::Context& context) { return undo(context, more.batch_id); }).ok());
  EXPECT_EQ(place.fingerprint("record", stubs), never.fingerprint("record", stubs));
  EXPECT_EQ(place.fingerprint("event"), never.fingerprint("event"));
}

TEST(import, an_event_that_two_batches_brought_outlives_the_undo_of_the_first) {
  Place place;
  FileSummary first = place.import_file(orders(place, "one.csv", "O1,A1,2026-01-02 10:00:00,10\nO2,A2,2026-01-03 10:00:00,20\n"));
  place.import_file(orders(place, "two.csv", "O2,A2,2026-01-03 10:00:00,20\nO3,A3,2026-01-04 10:00:00,30\n"));
  ASSERT_TRUE(place.run([&](flow::Context& context) { return undo(context, first.batch_id); }).ok());
  EXPECT_EQ(place.text("SELECT string_agg(customer_key, ' ' ORDER BY customer_key) FROM ingest.event"), "A2 A3");
  EXPECT_EQ(place.text("SELECT string_agg(source_key, ' ' ORDER BY source_key) FROM ingest.record"), "A2 A3");
}

TEST(import, one_file_equals_the_same_rows_in_seven) {
  std::string header = "id,name,mobile\n";
  Place whole, parts;
  std::string all = header;
  std::vector<std::string> pieces(7, header);
  for (int i = 0; i < 500; ++i) {
    std::string row = "K" + std::to_string(i % 480) + ",客户" + std::to_string(i) + ",139" + std::to_string(10000000 + i) + "\n";
    all += row;
    pieces[static_cast<std::size_t>(i * 7 / 500)] += row;
  }
  FileSummary file = whole.import_file(whole.write("all.csv", all));
  EXPECT_EQ(file.duplicate, 20);
  EXPECT_FALSE(file.notes.empty());
  for (std::size_t i = 0; i < pieces.size(); ++i) parts.import_file(parts.write("part" + std::to_string(i) + ".csv", pieces[i]));
  EXPECT_EQ(whole.fingerprint("record"), parts.fingerprint("record"));
  EXPECT_EQ(whole.fingerprint("record_past"), parts.fingerprint("record_past"));
}

TEST(import, the_lake_is_rebuilt_from_ledger_and_archive) {
  Place place;
  place.import_file(place.write("one.csv", "id,name,mobile\n1,王伟,13912345678\nbad line\n2,李娜,13812345679\n"));
  place.import_file(place.write("two.csv", "id,name,mobile\n1,王伟,13700000001\n"));
  std::string record = place.fingerprint("record", "''"), past = place.fingerprint("record_past", "''"), reject = place.fingerprint("reject", "''");
  ASSERT_TRUE(place.workspace().reset_lake().ok());
  auto rebuilt = place.run([&](flow::Context& context) { return rebuild(context); });
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(rebuilt.value().batches, 2);
  EXPECT_EQ(place.fingerprint("record", "''"), record);
  EXPECT_EQ(place.fingerprint("record_past", "''"), past);
  EXPECT_EQ(place.fingerprint("reject", "''"), reject);
}

TEST(import, events_are_loaded_once_and_make_stubs_of_unknown_customers) {
  Place place;
  std::string orders = "订单号,会员号,下单时间,商品编码,数量,单价\nO1,M1,2026-01-02 10:00:00,A,2,3.50\nO1,M1,2026-01-02 10:00:00,A,2,3.50\nO2,M2,2026-01-03 11:00:00,B,1,9\n";
  FileSummary file = place.import_file(place.write("orders.csv", orders));
  EXPECT_EQ(file.entity, "event");
  EXPECT_EQ(file.mapping.event_type, "order");
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.event"), 3);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE entity = 'person'"), 2);
  EXPECT_EQ(place.text("SELECT properties->>'unit_price' FROM ingest.event WHERE line = 4"), "9");
  FileSummary again = place.import_file(place.write("orders2.csv", orders + "\n"));
  EXPECT_EQ(again.created, 0);
  EXPECT_EQ(again.unchanged, 3);
}

TEST(import, online_retail_gives_its_published_totals) {
  std::string path;
  const char* shared = std::getenv("ZHIKE_SHARED");
  for (std::string folder : {shared ? std::string(shared) : std::string(), std::string("../shared"), std::string("../../shared"), std::string("../../../shared")})
    if (path.empty() && std::filesystem::exists(folder + "/data/analytics/online_retail.csv.gz")) path = folder + "/data/analytics/online_retail.csv.gz";
  if (path.empty()) GTEST_SKIP() << "online_retail.csv.gz is not here; set ZHIKE_SHARED to the folder of shared data";
  Place place;
  FileSummary file = place.import_file(path);
  EXPECT_EQ(file.rows, 541'909);
  EXPECT_EQ(file.rejected, 0);
  EXPECT_EQ(file.mapping.event_type, "order");
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.event"), 541'909);
  const std::string good =
      " FROM (SELECT customer_key, properties->>'order_no' AS order_no, (properties->>'quantity')::DOUBLE AS quantity, "
      "(properties->>'unit_price')::DOUBLE AS price FROM ingest.event) "
      "WHERE customer_key IS NOT NULL AND NOT starts_with(order_no, 'C') AND quantity > 0 AND price > 0";
  EXPECT_EQ(place.count("SELECT count(*)" + good), 397'884);
  EXPECT_EQ(place.count("SELECT count(DISTINCT customer_key)" + good), 4'338);
  EXPECT_EQ(place.count("SELECT count(DISTINCT order_no)" + good), 18'532);
  EXPECT_EQ(place.count("SELECT round(sum(quantity * price) * 1000)::BIGINT" + good), 8'911'407'904);
}

TEST(import, an_unknown_field_in_the_mapping_names_the_nearest_one) {
  Place place;
  std::string map = place.write("map.json", R"({"columns": {"tel": "mobil"}})");
  auto failed = place.try_import(ImportRequest{.files = {place.write("a.csv", "id,tel\n1,13912345678\n")}, .map_file = map});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::bad_request);
  EXPECT_NE(failed.error().message.find("'mobile'"), std::string::npos);
}

TEST(import, a_preview_stores_nothing_and_masks_values) {
  Place place;
  ImportRequest request{.files = {place.write("customers.csv", people)}, .source_id = "crm"};
  auto previews = place.run([&](flow::Context& context) { return preview(context, request); });
  ASSERT_TRUE(previews.ok()) << previews.error().message;
  EXPECT_EQ(previews.value()[0].columns[2].target, "mobile");
  EXPECT_EQ(previews.value()[0].columns[2].samples[0].find("12345"), std::string::npos);
  EXPECT_EQ(place.count("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'ingest'"), 0);
}

}  // namespace
}  // namespace zhike::ingest

// The reading child is this program again.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == zhike::ingest::read_file_option) return zhike::ingest::read_file_child(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

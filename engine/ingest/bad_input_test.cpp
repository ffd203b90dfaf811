// SPDX-License-Identifier: Apache-2.0
// Goal: each kind of bad input gives a clear error or rejects with reasons, and no row that was good is lost.
// Method: the inputs of the list, made here, through the room's door.
#include <random>

#include "ingest/place_test.h"
#include "ingest/record_splitter.h"

namespace zhike::ingest {
namespace {

std::int64_t rejects(Place& place, const std::string& reason) {
  return place.count("SELECT count(*) FROM ingest.reject WHERE reason = '" + reason + "'");
}
std::int64_t records(Place& place) { return place.count("SELECT count(*) FROM ingest.record"); }

TEST(bad_input, an_empty_file_is_refused_and_a_header_alone_is_no_rows) {
  Place place;
  auto empty = place.try_import(place.write("empty.csv", ""));
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().code, ErrorCode::unreadable);
  FileSummary header = place.import_file(place.write("header.csv", "id,name\n"));
  EXPECT_EQ(header.rows, 0);
  EXPECT_FALSE(header.notes.empty());
}

TEST(bad_input, one_bad_file_of_several_costs_only_itself) {
  Place place;
  ImportRequest request{.files = {place.write("a.csv", "id,name\n1,王伟\n"), place.write("empty.csv", ""), place.write("b.csv", "id,name\n2,李娜\n")}};
  auto summary = place.try_import(request);
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  ASSERT_EQ(summary.value().files.size(), 3u);
  EXPECT_FALSE(summary.value().files[0].error);
  ASSERT_TRUE(summary.value().files[1].error);
  EXPECT_EQ(summary.value().files[1].error->code, info(ErrorCode::unreadable).name);
  EXPECT_EQ(summary.value().files[2].rows, 1);
  EXPECT_EQ(records(place), 2);
}

TEST(bad_input, a_file_without_header_is_mapped_by_content) {
  Place place;
  place.import_file(place.write("a.csv", "王伟,13912345678\n李娜,13812345679\n张三,13712345670\n刘洋,13612345671\n"));
  EXPECT_EQ(records(place), 4);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE mobile LIKE '1%'"), 4);
}

TEST(bad_input, a_first_line_of_words_is_no_header_where_it_reads_like_the_lines_below) {
  Place place;
  place.import_file(place.write("a.csv", "王伟,北京\n李娜,上海\n张三,广州\n"));
  EXPECT_EQ(records(place), 3);
  place.import_file(place.write("b.csv", "浙江省杭州市西湖区文三路90号,甲\n上海市浦东新区世纪大道100号,乙\n"));
  EXPECT_EQ(records(place), 5);
  place.import_file(place.write("c.csv", "杭州一二三有限公司,甲级\n上海四五六有限公司,乙级\n"));
  EXPECT_EQ(records(place), 7);
  FileSummary told = place.import_file(place.write("d.csv", "John Smith,London\nMary Jones,Leeds\n"));
  EXPECT_EQ(told.rows, 1);
  EXPECT_TRUE(std::any_of(told.notes.begin(), told.notes.end(), [](const auto& note) { return note.find("--header no") != std::string::npos; }));
  FileSummary known = place.import_file(place.write("e.csv", "姓名,备注\n王伟,老客户\n李娜,新客户\n"));
  EXPECT_EQ(known.rows, 2);
  EXPECT_TRUE(known.notes.empty());
}

TEST(bad_input, ragged_rows_and_nul_bytes_are_rejected_beside_good_ones) {
  Place place;
  std::string bytes = "id,name,mobile\n1,王伟,139\n2,short\n3,a,b,c\n4,ok,1,,,\n5,n";
  bytes += '\0';
  bytes += "l,1\n6,good,2\n";
  FileSummary file = place.import_file(place.write("a.csv", bytes));
  EXPECT_EQ(records(place), 3);
  EXPECT_EQ(file.rejected, 3);
  EXPECT_EQ(rejects(place, "too_few_cells"), 1);
  EXPECT_EQ(rejects(place, "too_many_cells"), 1);
  EXPECT_EQ(rejects(place, "nul_byte"), 1);
  EXPECT_EQ(place.count("SELECT line FROM ingest.reject WHERE reason = 'too_few_cells'"), 3);
}

TEST(bad_input, a_quote_never_closed_costs_one_line) {
  Place place;
  std::string bytes = "id,name\n1,\"one\n2,two\n3,\"three\"\n";
  for (int i = 4; i < 3000; ++i) bytes += std::to_string(i) + ",n" + std::to_string(i) + "\n";
  FileSummary file = place.import_file(place.write("a.csv", bytes));
  EXPECT_EQ(file.rejected, 1);
  EXPECT_EQ(rejects(place, "unclosed_quote"), 1);
  EXPECT_EQ(records(place), 2998);
}

TEST(bad_input, a_quoted_cell_may_hold_line_ends) {
  Place place;
  place.import_file(place.write("a.csv", "id,name\r\n1,\"one\r\nmore \"\"x\"\"\"\r\n2,two\r\n"));
  EXPECT_EQ(records(place), 2);
  EXPECT_EQ(place.text("SELECT full_name FROM ingest.record WHERE source_key = '1'"), "one\r\nmore \"x\"");
}

TEST(bad_input, a_huge_line_costs_itself_only) {
  Place place;
  std::string bytes = "id,name\n1,one\n2," + std::string(20 << 20, 'x') + "\n3,three\n";
  FileSummary file = place.import_file(place.write("a.csv", bytes));
  EXPECT_EQ(file.rejected, 1);
  EXPECT_EQ(rejects(place, "row_too_long"), 1);
  EXPECT_EQ(records(place), 2);
}

TEST(bad_input, a_huge_first_line_is_never_silence) {
  Place place;
  std::string huge(3 << 20, 'x');
  for (const std::string& bytes : {huge, huge + "\n1,one\n", "\"" + huge, "K1," + huge + ",139\n"}) {
    auto failed = place.try_import(place.write("a.csv", bytes));
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::too_large) << failed.error().message;
  }
  FileSummary file = place.import_file(place.write("b.csv", "id,name,mobile\nK1," + huge + ",139\n"));
  EXPECT_EQ(file.rejected, 1);
  EXPECT_EQ(rejects(place, "row_too_long"), 1);
}

TEST(bad_input, duplicate_column_names_are_numbered_and_wide_files_work) {
  Place place;
  FileSummary file = place.import_file(place.write("a.csv", "id,note,note\n1,a,b\n"));
  EXPECT_EQ(file.mapping.columns[2].column, "note_2");
  std::string header = "id", row = "1";
  for (int i = 0; i < 5000; ++i) header += ",col" + std::to_string(i), row += ",v" + std::to_string(i);
  EXPECT_EQ(place.import_file(place.write("wide.csv", header + "\n" + row + "\n")).rows, 1);
  auto wider = place.try_import(place.write("wider.csv", std::string(200'000, ',') + "\n1\n"));
  ASSERT_FALSE(wider.ok());
  EXPECT_EQ(wider.error().code, ErrorCode::too_large);
}

TEST(bad_input, mixed_encodings_are_read_line_by_line) {
  Place place;
  std::string bytes = "id,name\n1,王伟\n2,\xC0\xEE\xC4\xC8\n3,张三\n";  // the second in GB18030: 李娜
  FileSummary file = place.import_file(place.write("a.csv", bytes));
  EXPECT_EQ(records(place), 3);
  EXPECT_EQ(place.text("SELECT full_name FROM ingest.record WHERE source_key = '2'"), "李娜");
  EXPECT_FALSE(file.notes.empty());
}

TEST(bad_input, json_lines_and_arrays_with_bad_elements) {
  Place place;
  std::string deep(100, '['), deep_end(100, ']');
  place.import_file(place.write("a.jsonl", "{\"id\":\"1\",\"name\":\"王伟\",\"contact\":{\"mobile\":\"13912345678\"}}\n{bad\n{\"id\":\"2\",\"x\":" + deep +
                                               deep_end + "}\n{\"id\":12345678901234567890123,\"name\":\"李娜\"}\n"));
  EXPECT_EQ(records(place), 2);
  EXPECT_EQ(rejects(place, "bad_json"), 1);
  EXPECT_EQ(rejects(place, "too_deep"), 1);
  EXPECT_EQ(place.count("SELECT count(*) FROM ingest.record WHERE source_key = '12345678901234567890123'"), 1);
  EXPECT_EQ(place.text("SELECT mobile FROM ingest.record WHERE source_key = '1'"), "13912345678");
  place.import_file(place.write("b.json", "[\n {\"id\": \"7\", \"name\": \"a\"},\n {\"id\": \"8\", \"name\": \"b}\"}\n]\n"));
  EXPECT_EQ(records(place), 4);
}

TEST(bad_input, a_truncated_parquet_file_and_no_workbook_are_refused) {
  Place place;
  for (const std::string& bytes : {std::string("PAR1") + std::string(2000, 'x'), std::string("PK\x03\x04") + std::string(500, 'y')}) {
    auto failed = place.try_import(place.write("broken", bytes));
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::unreadable) << failed.error().message;
  }
}

TEST(bad_input, every_line_of_damaged_input_is_a_row_or_a_reject) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string bytes = "a,b\n";
    for (int i = 0; i < 300; ++i) bytes += "\",\n\rx1\xC4\xE3"[random() % 9];
    SplitOptions options;
    options.block_bytes = 64;
    options.row_bytes_max = 100;
    RecordSplitter splitter(text_stream(bytes), options);
    std::size_t records = 0;
    for (Block block; splitter.next(block).ok() && !block.records.empty();)
      for (const auto& extent : block.records) {
        ++records;
        ASSERT_LE(extent.begin, extent.end);
        ASSERT_LE(extent.end, block.text.size());
      }
    EXPECT_GT(records, 0u);
    EXPECT_GE(splitter.lines(), static_cast<std::int64_t>(records));
  }
}

}  // namespace
}  // namespace zhike::ingest

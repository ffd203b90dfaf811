// SPDX-License-Identifier: Apache-2.0
// Goal: what is exported can be read again by other programs, runs nothing there, and shows nothing it must not.
// Method: four customers with dangerous and unusual values; Excel files are opened again with DuckDB's reader.
#include "report/export.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "built_from.h"
#include "kernels/encoding.h"
#include "report/planted_lake.h"

// DuckDB's Excel reader keeps its file handle for ever; the leak is the extension's, and only this test reads with it.
extern "C" const char* __lsan_default_suppressions() { return "leak:duckdb::LocalFileSystem::OpenFile\n"; }

namespace zhike::report {
namespace {

class export_file : public PlantedLake {
 protected:
  void SetUp() override {
    PlantedLake::SetUp();
    char name[] = "/tmp/zhike-export-XXXXXX";
    folder_ = mkdtemp(name);
    plant_customers();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string bytes(const std::string& file) {
    std::ifstream stream(folder_ + "/" + file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
  }
  Result<ExportSummary> run(ExportOptions options) {
    options.file = folder_ + "/" + options.file;
    return export_table(*lake_, standard_, options);
  }
  std::string folder_;
};

TEST(csv_cell, a_formula_is_disarmed_and_a_number_is_left_alone) {
  auto cell = [](std::string_view text) {
    std::string out;
    append_csv_cell(text, ',', out);
    return out;
  };
  EXPECT_EQ(cell("=1+1"), "\"'=1+1\"");
  EXPECT_EQ(cell("+cmd"), "\"'+cmd\"");
  EXPECT_EQ(cell("-1-2"), "\"'-1-2\"");
  EXPECT_EQ(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(cell("\tx"), "\"'\tx\"");
  EXPECT_EQ(cell("\rx"), "\"'\rx\"");
  EXPECT_EQ(cell("＝1"), "\"'＝1\"");
  EXPECT_EQ(cell("＋1"), "\"'＋1\"");
  EXPECT_EQ(cell("－1"), "\"'－1\"");
  EXPECT_EQ(cell("＠a"), "\"'＠a\"");
  EXPECT_EQ(cell("-12.5"), "-12.5");
  EXPECT_EQ(cell("+8613800000001"), "+8613800000001");
  EXPECT_EQ(cell("-"), "\"'-\"");
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(cell("plain"), "plain");
  EXPECT_EQ(cell(""), "");
}

TEST_F(export_file, csv_has_headers_in_the_wanted_language_and_masks_level_four) {
  auto summary = run({"customers", "c.csv", FileEncoding::utf8_bom, ',', HeaderLanguage::zh, false});
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary.value().rows, 4);
  EXPECT_EQ(summary.value().masked_columns, (std::vector<std::string>{"id_number", "stored_balance"}));
  std::string text = bytes("c.csv");
  EXPECT_EQ(text.find("\xEF\xBB\xBF客户统一编码,姓名,证件号码,出生日期,手机号码,储值余额"), 0u) << text;
  EXPECT_NE(text.find("P1,古力娜扎·买买提,110***********1234,1990-03-07,+8613800000001,****,2026-11-01T06:30:00Z,true,\"'=1+1\"\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("P3,\"O\"\"Neil, Pat\",****,,,,,,\"two\nlines\"\r\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("110101199003071234"), std::string::npos);
}

TEST_F(export_file, unmasked_values_leave_only_when_asked_for) {
  ASSERT_TRUE(run({"customers", "c.csv", FileEncoding::utf8, ';', HeaderLanguage::id, true}).ok());
  std::string text = bytes("c.csv");
  EXPECT_EQ(text.find("cuid;full_name;id_number"), 0u);
  EXPECT_NE(text.find("110101199003071234;1990-03-07;+8613800000001;-12.5;"), std::string::npos) << text;
}

TEST_F(export_file, gb18030_survives_the_round_trip_with_rare_characters) {
  ASSERT_TRUE(run({"customers", "u.csv", FileEncoding::utf8, ',', HeaderLanguage::zh, true}).ok());
  ASSERT_TRUE(run({"customers", "g.csv", FileEncoding::gb18030, ',', HeaderLanguage::zh, true}).ok());
  std::string encoded = bytes("g.csv");
  EXPECT_NE(encoded, bytes("u.csv"));
  EXPECT_EQ(kernels::to_utf8(encoded, kernels::Encoding::gb18030), bytes("u.csv"));
}

TEST_F(export_file, xlsx_opens_again_with_its_types_and_no_formula) {
  auto summary = run({"customers", "c.xlsx", FileEncoding::utf8, ',', HeaderLanguage::en, true});
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary.value().sheets, 1);
  Status loaded = lake_->execute("LOAD '" ZHIKE_EXTENSIONS "/excel.duckdb_extension'");
  if (!loaded.ok()) GTEST_SKIP() << "the excel extension is not installed: " << loaded.error().message;
  auto rows = lake_->query("SELECT * FROM read_xlsx('" + folder_ + "/c.xlsx', ignore_errors = true) ORDER BY 1");
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  ASSERT_EQ(rows.value().size(), 4u);
  EXPECT_EQ(rows.value().name(1), "Name");
  EXPECT_EQ(rows.value().text(0, 1), "古力娜扎·买买提");
  EXPECT_EQ(rows.value().text(0, 2), "110101199003071234");
  EXPECT_EQ(rows.value().display(0, 3), "1990-03-07");
  EXPECT_EQ(rows.value().number(0, 5), -12.5);
  EXPECT_EQ(rows.value().text(0, 8), "=1+1");
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) EXPECT_EQ(entry.path().filename(), "c.xlsx");
}

TEST_F(export_file, rows_beyond_a_sheet_go_to_the_next_one_under_the_same_headers) {
  ExportOptions options{"customers", "", FileEncoding::utf8, ',', HeaderLanguage::en, true};
  options.sheet_rows = 3;
  options.file = "c.xlsx";
  auto summary = run(options);
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary.value().rows, 4);
  EXPECT_EQ(summary.value().sheets, 2);
  Status loaded = lake_->execute("LOAD '" ZHIKE_EXTENSIONS "/excel.duckdb_extension'");
  if (!loaded.ok()) GTEST_SKIP() << "the excel extension is not installed: " << loaded.error().message;
  for (auto [sheet, count] : {std::pair<std::string, std::size_t>{"Data", 3}, {"Data 2", 1}}) {
    auto rows = lake_->query("SELECT * FROM read_xlsx('" + folder_ + "/c.xlsx', sheet = '" + sheet + "', ignore_errors = true)");
    ASSERT_TRUE(rows.ok()) << rows.error().message;
    EXPECT_EQ(rows.value().size(), count);
    EXPECT_EQ(rows.value().name(1), "Name");
  }
}

TEST_F(export_file, parquet_keeps_ids_and_types) {
  auto summary = run({"customers", "c.parquet", FileEncoding::utf8, ',', HeaderLanguage::zh, false});
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary.value().rows, 4);
  EXPECT_EQ(lake_->count("SELECT count(*) FROM '" + folder_ + "/c.parquet' WHERE birth_date = DATE '1990-03-07' AND id_number LIKE '110%*%1234'").value(), 1);
}

TEST_F(export_file, refuses_what_it_does_not_know_and_leaves_nothing_behind) {
  EXPECT_EQ(run({"persons", "c.csv"}).error().code, ErrorCode::bad_request);
  EXPECT_EQ(run({"customers", "c.doc"}).error().code, ErrorCode::bad_request);
  EXPECT_EQ(run({"events", "c.csv"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(run({"customers", "missing/c.csv"}).error().code, ErrorCode::bad_request);
  EXPECT_EQ(run({"customers", "missing/c.xlsx"}).error().code, ErrorCode::bad_request);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(export_file, a_full_disk_keeps_the_old_file) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
  std::ofstream(folder_ + "/c.csv") << "old";
  // The part file is a link to the device that is always full.
  std::filesystem::create_symlink("/dev/full", folder_ + "/c.csv.part-" + std::to_string(getpid()));
  auto summary = run({"customers", "c.csv"});
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::disk_full);
  EXPECT_EQ(bytes("c.csv"), "old");
  EXPECT_FALSE(std::filesystem::is_symlink(folder_ + "/c.csv.part-" + std::to_string(getpid())));
}

}  // namespace
}  // namespace zhike::report

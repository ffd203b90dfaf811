// SPDX-License-Identifier: Apache-2.0
// For the tests of this room: a lake in memory with every table the reports read, made up and seeded.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "db/connection.h"
#include "standard/standard.h"

namespace zhike::report {

class PlantedLake : public ::testing::Test {
 protected:
  void SetUp() override {
    auto database = db::Database::open({});
    ASSERT_TRUE(database.ok()) << database.error().message;
    database_ = std::make_unique<db::Database>(std::move(database.value()));
    auto connection = database_->connect();
    ASSERT_TRUE(connection.ok());
    lake_ = std::make_unique<db::Connection>(std::move(connection.value()));
    make_standard();
  }
  void must(const std::string& sql) {
    Status status = lake_->execute(sql);
    ASSERT_TRUE(status.ok()) << status.error().message << "\n" << sql;
  }
  void make_standard();
  void plant_customers();  // profile.customer of four, with dangerous values
  void plant_report();     // everything quality_text and quality_html read
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<db::Connection> lake_;
  standard::Standard standard_;
};

inline void PlantedLake::make_standard() {
  auto add = [&](const char* id, const char* category, const char* zh, const char* en, int sensitivity) {
    standard::Field field;
    field.id = id;
    field.code = "X" + std::to_string(standard_.fields.size());
    field.category = category;
    field.info_type = "descriptive";
    field.department = "marketing";
    field.label = {zh, en};
    field.sensitivity = sensitivity;
    standard_.fields.push_back(field);
  };
  standard_.version = "1.0.0";
  standard_.categories = {{"basic", "A", {"基本", "Basic"}, ""}, {"contact", "B", {"联络", "Contact"}, ""}};
  add("full_name", "basic", "姓名", "Name", 3);
  add("id_number", "basic", "证件号码", "Identity number", 4);
  add("birth_date", "basic", "出生日期", "Birth date", 3);
  add("mobile", "contact", "手机号码", "Mobile number", 3);
  add("stored_balance", "contact", "储值余额", "Stored balance", 4);
  standard::CodeList departments;
  departments.id = "department";
  departments.codes.push_back({"marketing", {"市场部", "Marketing"}, "", "", "", {}, {}});
  standard_.code_lists.push_back(departments);
}

inline void PlantedLake::plant_customers() {
  must("CREATE SCHEMA profile");
  must("CREATE TABLE profile.customer (cuid VARCHAR, full_name VARCHAR, id_number VARCHAR, birth_date DATE, mobile VARCHAR,"
       " stored_balance DOUBLE, last_seen_at TIMESTAMPTZ, active BOOLEAN, note VARCHAR)");
  must("INSERT INTO profile.customer VALUES"
       " ('P1', '古力娜扎·买买提', '110101199003071234', '1990-03-07', '+8613800000001', -12.5, '2026-11-01 06:30:00+00', TRUE, '=1+1'),"
       " ('P2', '王𠮷', NULL, '1890-01-01', '+8613800000002', 3, NULL, FALSE, '＝cmd|'' /C calc''!A0'),"
       " ('P3', 'O\"Neil, Pat', 'A1234', NULL, NULL, NULL, NULL, NULL, 'two' || chr(10) || 'lines'),"
       " ('P4', '-12.5', NULL, NULL, '@handle', NULL, NULL, NULL, '-1-2')");
}

inline void PlantedLake::plant_report() {
  for (const char* schema : {"ingest", "standardise", "resolve", "profile", "measure"}) must(std::string("CREATE SCHEMA ") + schema);
  must("CREATE TABLE measure.quality (run_id BIGINT, dimension VARCHAR, scope VARCHAR, name VARCHAR, numerator BIGINT, denominator BIGINT,"
       " ratio DOUBLE, target DOUBLE, judgement VARCHAR, previous DOUBLE, coverage DOUBLE)");
  must("INSERT INTO measure.quality VALUES (1, 'validity', 'total', '', 1, 2, 0.5, 0.9, 'bad', NULL, NULL),"
       " (2, 'completeness', 'total', '', 872, 1000, 0.872, 0.9, 'warn', 0.85, NULL), (2, 'validity', 'total', '', 991, 1000, 0.991, 0.99, 'good', 0.991, NULL),"
       " (2, 'accuracy', 'total', '', 0, 0, NULL, NULL, 'unmeasured', NULL, 0), (2, 'consistency', 'total', '', 96, 100, 0.96, 0.98, 'warn', NULL, NULL),"
       " (2, 'timeliness', 'total', '', 71, 100, 0.71, 0.9, 'bad', 0.75, NULL), (2, 'uniqueness', 'total', '', 60, 100, 0.6, NULL, NULL, NULL, NULL),"
       " (2, 'completeness', 'field', 'mobile', 60, 100, 0.6, 0.9, 'bad', NULL, NULL), (2, 'validity', 'field', 'mobile', 88, 90, 0.977, 0.99, 'warn', NULL, NULL),"
       " (2, 'completeness', 'field', 'full_name', 100, 100, 1, 0.98, 'good', NULL, NULL), (2, 'accuracy', 'field', 'mobile', 0, 0, NULL, NULL, 'unmeasured', NULL, 0),"
       " (2, 'completeness', 'category', 'basic', 100, 100, 1, 0.98, 'good', NULL, NULL), (2, 'completeness', 'category', 'contact', 60, 100, 0.6, 0.9, 'bad', NULL, NULL),"
       " (2, 'completeness', 'department', 'marketing', 160, 200, 0.8, 0.94, 'bad', NULL, NULL), (2, 'completeness', 'info_type', 'descriptive', 160, 200, 0.8, 0.94, 'bad', NULL, NULL),"
       " (2, 'completeness', 'source', '门店<&>', 80, 100, 0.8, 0.9, 'bad', NULL, NULL)");
  must("CREATE TABLE ingest.source (source_id VARCHAR, kind VARCHAR, trust INTEGER, department VARCHAR)");
  must("INSERT INTO ingest.source VALUES ('门店<&>', 'pos', 60, 'marketing'), ('crm', 'crm', 90, 'marketing')");
  must("CREATE TABLE ingest.batch (batch_id INTEGER, source_id VARCHAR, received_at TIMESTAMPTZ, rows_count BIGINT, rejected_count BIGINT)");
  must("INSERT INTO ingest.batch VALUES (1, '门店<&>', '2026-11-01 00:00:00+00', 70, 3), (2, 'crm', '2026-11-02 00:00:00+00', 30, 0)");
  must("CREATE TABLE ingest.reject (batch_id INTEGER, line BIGINT, column_name VARCHAR, reason VARCHAR, message VARCHAR, fragment VARCHAR)");
  must("INSERT INTO ingest.reject SELECT 1, i, '', 'ragged_row', '', 'secret-fragment' FROM range(3) AS t(i)");
  must("CREATE TABLE standardise.customer AS SELECT i AS record_id, CASE WHEN i < 70 THEN '门店<&>' ELSE 'crm' END AS source_id FROM range(100) AS t(i)");
  must("CREATE TABLE standardise.finding AS SELECT 'record' AS subject, i AS subject_id, 'crm' AS source_id, 'mobile' AS field, 'mobile' AS check_id,"
       " 'validity' AS dimension, 'strong' AS severity FROM range(12) AS t(i)");
  must("CREATE TABLE resolve.customer AS SELECT i AS record_id, 'P' || (i % 60) AS cuid FROM range(100) AS t(i)");
  must("CREATE TABLE resolve.edge AS SELECT i AS left_id, i + 1 AS right_id, i::DOUBLE - 8 AS match_weight, 0.5 AS match_probability, 0.0 AS related_weight FROM range(60) AS t(i)");
  must("CREATE TABLE profile.customer AS SELECT 'P' || i AS cuid, CASE WHEN i < 50 THEN 'P' ELSE 'O' END AS party_type, 'secret-name' AS full_name FROM range(60) AS t(i)");
  must("CREATE TABLE standardise.event AS SELECT i AS event_id, 'order' AS event_type, TIMESTAMPTZ '2026-01-05 00:00:00+00' + to_hours(CAST(i * 7 AS BIGINT)) AS occurred_at FROM range(600) AS t(i)");
}

}  // namespace zhike::report

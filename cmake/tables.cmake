# The tables of engine/kernels, made at build time from the pinned packages: divisions and telephone metadata.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(tables ${CMAKE_BINARY_DIR}/generated/kernels)
add_custom_command(OUTPUT ${tables}/divisions.tsv ${tables}/phone_metadata.h
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/generate_tables.py ${ZHIKE_DEPS} ${CMAKE_SOURCE_DIR}/engine/kernels/division_patch.csv ${tables}
  DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate_tables.py ${CMAKE_SOURCE_DIR}/engine/kernels/division_patch.csv ${ZHIKE_DEPS}/stamp VERBATIM)
add_custom_target(zhike_tables DEPENDS ${tables}/divisions.tsv ${tables}/phone_metadata.h)
add_dependencies(zhike_kernels zhike_tables)
target_include_directories(zhike_kernels PRIVATE ${tables})
# division_table.cpp takes the file in with the assembler's .incbin, which no compiler cache sees.
set_source_files_properties(${CMAKE_SOURCE_DIR}/engine/kernels/division_table.cpp PROPERTIES
  OBJECT_DEPENDS ${tables}/divisions.tsv COMPILE_DEFINITIONS "ZHIKE_DIVISIONS=\"${tables}/divisions.tsv\"")

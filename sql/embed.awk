# Turns text files into C. POSIX awk; run it with LC_ALL=C, so that a
# character is a byte.
#
#   -v mode=sql-header FILE.sql...  the enum of the named statements
#   -v mode=sql-source FILE.sql...  their texts and names
#   -v mode=text -v symbol=S FILE   one whole file as a string
#   -v mode=migrations FILE...      sql/migrations/NNNN-what.sql as a table
#   -v mode=files FILE...           conf/templates, /languages, /assets as tables
#
# A statement starts at a line "-- name: some_name" and ends before the next;
# its comments are dropped. A line "-- part: some_part" starts what several
# statements hold instead: "@some_part(p, ?2)" stands for it, with p for its $1
# and ?2 for its $2. A part comes before its use, in another part too.

function fail(message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message > "/dev/stderr"
    failed = 1
    exit 1
}

# A text as the inside of a C string. "?" is escaped for the sake of
# trigraphs; octal escapes always have three digits, so that a digit may follow.
function quoted(text,    i, n, out) {
    n = length(text)
    out = ""
    for (i = 1; i <= n; i++) {
        out = out escape_of[substr(text, i, 1)]
    }
    return out
}

# The line without its comment. A quoted text may run over several lines, so
# the open quote is kept in in_quote.
function uncommented(line,    i, n, c) {
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        if (in_quote != "") {
            if (c == in_quote) {
                in_quote = ""
            }
        } else if (c == "'" || c == "\"") {
            in_quote = c
        } else if (c == "-" && substr(line, i + 1, 1) == "-") {
            line = substr(line, 1, i - 1)
            sub(/[ \t]+$/, "", line)
            return line
        }
    }
    return line
}

function finish_statement() {
    if (statements > 0 && body[statements] == "") {
        fail("statement " name[statements] " is empty")
    }
    if (in_quote != "") {
        fail("statement " name[statements] " ends inside a quoted text")
    }
}

function start_statement(line) {
    finish_statement()
    sub(/^-- name:[ \t]*/, "", line)
    sub(/[ \t\r]+$/, "", line)
    if (line !~ /^[a-z][a-z0-9_]*$/) {
        fail("a name is made of a-z, 0-9 and _, not: " line)
    }
    if (line in seen) {
        fail("the name " line " is used twice")
    }
    seen[line] = 1
    in_part = ""
    name[++statements] = line
    body[statements] = ""
}

function start_part(line) {
    finish_statement()
    sub(/^-- part:[ \t]*/, "", line)
    sub(/[ \t\r]+$/, "", line)
    if (line !~ /^[a-z][a-z0-9_]*$/) {
        fail("a name is made of a-z, 0-9 and _, not: " line)
    }
    if (line in part) {
        fail("the part " line " is there twice")
    }
    part[line] = ""
    in_part = line
}

# The text of a call such as "name_on_day(p, ?2)".
function part_of(call,    name, arguments, given, count, i, text) {
    name = substr(call, 1, index(call, "(") - 1)
    if (!(name in part)) {
        fail("there is no part " name)
    }
    arguments = substr(call, index(call, "(") + 1)
    sub(/\)$/, "", arguments)
    count = split(arguments, given, /, */)
    text = part[name]
    for (i = 1; i <= count; i++) {
        if (gsub("\\$" i, given[i], text) == 0) {
            fail("the part " name " takes no $" i)
        }
    }
    # Within a part what is left is its own.
    if (in_part == "" && text ~ /\$[0-9]/) {
        fail("the part " name " wants more than " count)
    }
    return text
}

# The line with the texts of the parts that it names.
function with_parts(line,    out, call) {
    out = ""
    while (match(line, /@[a-z][a-z0-9_]*\([^()]*\)/)) {
        call = substr(line, RSTART + 1, RLENGTH - 1)
        out = out substr(line, 1, RSTART - 1) part_of(call)
        line = substr(line, RSTART + RLENGTH)
    }
    return out line
}

function take_sql(line,    bare) {
    bare = uncommented(line)
    if (bare ~ /^[ \t\r]*$/ && in_quote == "") {
        return
    }
    bare = with_parts(bare)
    if (in_part != "") {
        part[in_part] = part[in_part] (part[in_part] == "" ? "" : "\n") bare
        return
    }
    if (statements == 0) {
        fail("SQL before the first \"-- name:\" line")
    }
    body[statements] = body[statements] "\n    \"" quoted(bare) "\\n\""
}

function print_sql_header(    i) {
    print "/* Made from sql/ by sql/embed.awk. */"
    print "#ifndef TREATY_SQL_H\n#define TREATY_SQL_H\n"
    print "typedef enum {"
    for (i = 1; i <= statements; i++) {
        print "    TREATY_SQL_" toupper(name[i]) ","
    }
    print "    TREATY_SQL__COUNT\n} treaty_sql_t;\n"
    print "extern const char *const treaty_sql_text[];"
    print "extern const char *const treaty_sql_name[];"
    print "extern const char treaty_schema_sql[];\n\n#endif"
}

function print_sql_source(    i) {
    print "/* Made from sql/ by sql/embed.awk. */"
    print "#include \"treaty_sql.h\"\n"
    print "const char *const treaty_sql_text[TREATY_SQL__COUNT + 1] = {"
    for (i = 1; i <= statements; i++) {
        print "    /* " name[i] " */" body[i] ","
    }
    print "    0\n};\n"
    print "const char *const treaty_sql_name[TREATY_SQL__COUNT + 1] = {"
    for (i = 1; i <= statements; i++) {
        print "    \"" name[i] "\","
    }
    print "    0\n};"
}

function print_text() {
    print "/* Made by sql/embed.awk. */"
    print "extern const char " symbol "[];\n"
    print "const char " symbol "[] =" whole[1] ";"
}

# The files whose path starts with prefix, in the order of strcmp.
function print_table(table, prefix, suffix,    i, j, n, key, order, path) {
    n = 0
    for (i = 1; i <= files; i++) {
        if (index(path_of[i], prefix) == 1) {
            key = substr(path_of[i], length(prefix) + 1)
            key = substr(key, 1, length(key) - length(suffix))
            for (j = n++; j > 0 && table_key[j] > key; j--) {
                table_key[j + 1] = table_key[j]
                order[j + 1] = order[j]
            }
            table_key[j + 1] = key
            order[j + 1] = i
        }
    }
    print "\nconst treaty_embedded_t " table "[] = {"
    for (i = 1; i <= n; i++) {
        print "    { \"" table_key[i] "\", file_" order[i] ", sizeof(file_" \
            order[i] ") - 1 },"
    }
    print "    { NULL, NULL, 0 }\n};"
    print "const apr_size_t " table "_count = " n ";"
}

function print_files(    i) {
    print "/* Made from conf/ by sql/embed.awk. */"
    print "#include \"represent/embedded.h\"\n\n#include <stddef.h>"
    for (i = 1; i <= files; i++) {
        print "\n/* " path_of[i] " */"
        print "static const char file_" i "[] =" whole[i] ";"
    }
    print_table("treaty_embedded_templates", "conf/templates/", ".mustache")
    print_table("treaty_embedded_assets", "conf/assets/", "")
}

# Each file begins with the number of the form that it leads to.
function print_migrations(    i, form) {
    print "/* Made from sql/migrations by sql/embed.awk. */"
    print "#include \"treaty_db.h\"\n"
    print "const treaty_migration_t treaty_migrations[] = {"
    for (i = 1; i <= files; i++) {
        form = path_of[i]
        sub(/^.*\//, "", form)
        print "    {" form + 0 "," whole[i] "},"
    }
    print "    {0, NULL}};"
}

# Files are counted from the arguments and not by FNR == 1: an empty file has
# no line, yet its place in the table.
function read_whole(    i, line, status) {
    for (i = 1; i < ARGC; i++) {
        path_of[++files] = ARGV[i]
        whole[files] = " \"\""
        while ((status = (getline line < ARGV[i])) > 0) {
            whole[files] = whole[files] "\n    \"" quoted(line) "\\n\""
        }
        if (status < 0) {
            printf "%s: can't be read\n", ARGV[i] > "/dev/stderr"
            exit failed = 1
        }
        close(ARGV[i])
    }
}

function prepare_escapes(    i) {
    for (i = 1; i < 256; i++) {
        escape_of[sprintf("%c", i)] = (i < 32 || i == 127) \
            ? sprintf("\\%03o", i) : sprintf("%c", i)
    }
    escape_of["\t"] = "\\t"
    escape_of["\\"] = "\\\\"
    escape_of["\""] = "\\\""
    escape_of["?"] = "\\?"
}

BEGIN {
    prepare_escapes()
    if (mode == "text" || mode == "files" || mode == "migrations") {
        read_whole()
        if (mode == "text") {
            print_text()
        } else if (mode == "migrations") {
            print_migrations()
        } else {
            print_files()
        }
        exit 0
    }
}

/^-- name:/ && in_quote == "" { start_statement($0); next }
/^-- part:/ && in_quote == "" { start_part($0); next }
{ take_sql($0) }

END {
    if (failed) {
        exit 1
    }
    if (mode == "sql-header" || mode == "sql-source") {
        finish_statement()
        if (failed) {
            exit 1
        }
    }
    if (mode == "sql-header") {
        print_sql_header()
    } else if (mode == "sql-source") {
        print_sql_source()
    }
}

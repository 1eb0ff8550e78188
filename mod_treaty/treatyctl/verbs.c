#include "treatyctl.h"

static const apr_getopt_option_t no_options[] = {{NULL, 0, 0, NULL}};

static const apr_getopt_option_t import_options[] = {
    {"known-through", TREATYCTL_KNOWN_THROUGH, 1,
     "the last day that status tables cover"},
    {"source-title", TREATYCTL_SOURCE_TITLE, 1, "the title of their source"},
    {"retrieved-on", TREATYCTL_RETRIEVED_ON, 1, "when they were retrieved"},
    {"iso-codes", TREATYCTL_ISO_CODES, 1, "the folder of iso_3166-1.json"},
    {"dry-run", TREATYCTL_DRY_RUN, 0, "report, and write nothing"},
    {"strict", TREATYCTL_STRICT, 0, "take warnings for errors"},
    {"report", TREATYCTL_REPORT, 1, "json: the report's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where the report goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t publish_options[] = {
    {"no-downloads", TREATYCTL_NO_DOWNLOADS, 0, "no files to download"},
    {"terms", TREATYCTL_TERMS, 1, "what may be done with them, in words"},
    {"keep", TREATYCTL_KEEP, 1, "how many revisions before stay"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t update_options[] = {
    {"known-through", TREATYCTL_KNOWN_THROUGH, 1,
     "the last day that status tables cover"},
    {"source-title", TREATYCTL_SOURCE_TITLE, 1, "the title of their source"},
    {"retrieved-on", TREATYCTL_RETRIEVED_ON, 1, "when they were retrieved"},
    {"iso-codes", TREATYCTL_ISO_CODES, 1, "the folder of iso_3166-1.json"},
    {"always", TREATYCTL_ALWAYS, 0, "publishes the same record, too"},
    {"gate", TREATYCTL_GATE, 1, "the findings that hold a publication"},
    {"keep", TREATYCTL_KEEP, 1, "how many revisions before stay"},
    {"no-downloads", TREATYCTL_NO_DOWNLOADS, 0, "no files to download"},
    {"terms", TREATYCTL_TERMS, 1, "what may be done with them, in words"},
    {"dry-run", TREATYCTL_DRY_RUN, 0, "report, and write nothing"},
    {"strict", TREATYCTL_STRICT, 0, "take warnings for errors"},
    {"report", TREATYCTL_REPORT, 1, "json: the report's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where the report goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t doctor_options[] = {
    {"httpd", TREATYCTL_HTTPD, 1, "the program that reads the configuration"},
    {"report", TREATYCTL_REPORT, 1, "json: the findings' form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where they go as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t rollback_options[] = {
    {"to", TREATYCTL_TO, 1, "a revision that is kept"},
    {"list", TREATYCTL_LIST, 0, "tell which are kept"},
    {"no-downloads", TREATYCTL_NO_DOWNLOADS, 0, "no files to download"},
    {"terms", TREATYCTL_TERMS, 1, "what may be done with them, in words"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t render_options[] = {
    {"templates", TREATYCTL_TEMPLATES, 1, "the site's own templates"},
    {"lang", TREATYCTL_LANG, 1, "the language"},
    {"heading", TREATYCTL_HEADING, 1, "the level of a view's heading"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t check_options[] = {
    {"report", TREATYCTL_REPORT, 1, "json: the report's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where the report goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t audit_options[] = {
    {"as-of", TREATYCTL_AS_OF, 1, "the day of all statements"},
    {"all", TREATYCTL_ALL, 0, "tells of statements that hold as well"},
    {"report", TREATYCTL_REPORT, 1, "json: the report's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where the report goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t facts_options[] = {
    {"lang", TREATYCTL_LANG, 1, "the language of the values"},
    {"report", TREATYCTL_REPORT, 1, "json: the list's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where it goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t templates_options[] = {
    {"report", TREATYCTL_REPORT, 1, "json: the findings' form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where they go as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t why_options[] = {
    {"report", TREATYCTL_REPORT, 1, "json: the explanation's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where it goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t export_options[] = {
    {"csv", TREATYCTL_CSV, 1, "a directory for status tables"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t overlay_options[] = {
    {"dry-run", TREATYCTL_DRY_RUN, 0, "report, and write nothing"},
    {"strict", TREATYCTL_STRICT, 0, "take warnings for errors"},
    {"report", TREATYCTL_REPORT, 1, "json: the report's form"},
    {"report-file", TREATYCTL_REPORT_FILE, 1, "where the report goes as JSON"},
    {NULL, 0, 0, NULL}};

static const apr_getopt_option_t claims_options[] = {
    {"accept", TREATYCTL_ACCEPT, 1, "the numbers of claims to be served"},
    {"drop", TREATYCTL_DROP, 1, "the numbers of claims to be deleted"},
    {NULL, 0, 0, NULL}};

const treatyctl_verb_t treatyctl_verbs[] = {
    {"init", "DATABASE", "makes an empty authoring database",
     "Fails where a file of the name exists.\n", no_options, 1, 1,
     treatyctl_init},
    {"import", "DATABASE FILE|DIRECTORY...",
     "reads treaties' XML, status tables, fact-sheet pages, record files",
     "Formats are recognised by their content:\n"
     "  a record file   JSON as export writes it\n"
     "  a treaty's XML  as the depositary publishes it, named by its treaty:\n"
     "                  IV-11-c.en.xml\n"
     "  a status table  CSV whose first column is Participant, named by its\n"
     "                  treaty: 4-11-c.csv is IV-11-c\n"
     "  a fact sheet    a page saved as text or as HTML\n"
     "  a directory     a set of status tables: index.csv, treaties/ and\n"
     "                  declarations/\n"
     "All is one transaction: with an error nothing is written. Importing the\n"
     "same file again changes nothing.\n"
     "\n"
     "At most, so that no file takes memory or time without bound:\n"
     "  a record file   64 MB, 1000000 values and 32 levels a record; of "
     "records\n"
     "                  any number\n"
     "  a treaty's XML  16 MB, 300000 elements, 64 levels, 64 columns, 100000 "
     "acts,\n"
     "                  20000 statements; no entities but XML's own\n"
     "  a status table  64 MB, 64 columns, 64 KB a cell\n"
     "  declarations    4 MB a file\n"
     "  a fact sheet    4 MB, 200000 elements, 256 levels\n"
     "  a text          64 KB, of a statement 4 MB\n"
     "\n"
     "  --known-through DAY   the last day that status tables cover; without\n"
     "                        it, the latest day that stands in them\n"
     "  --source-title TEXT   the title of their source\n"
     "  --retrieved-on DATE   a year, a month or a day\n"
     "  --iso-codes FOLDER    where iso_3166-1.json lies; without it,\n"
     "                        /usr/share/iso-codes/json\n"
     "  --dry-run             does all, reports, and writes nothing\n"
     "  --strict              takes warnings for errors: with anything that "
     "is\n"
     "                        unknown nothing is written\n"
     "  --report json         the report as JSON, to standard output\n"
     "  --report-file FILE    the report as JSON into FILE\n",
     import_options, 2, 0, treatyctl_import},
    {"overlay", "DATABASE FILE...", "mends records line by line",
     "Files are JSON or CSV. A line is one of:\n"
     "  an act          \"act\": withdrawal, accession, ... with \"treaty\",\n"
     "                  \"participant\", \"deposited_on\", \"effective_on\",\n"
     "                  and \"scope\" for a withdrawal: treaty or consent\n"
     "  an extension    \"extends_to\": territories, with the same\n"
     "  an effective    \"effective_on\" of the act that has this \"kind\"\n"
     "  day             (and \"deposited_on\", where there are several)\n"
     "  a name          \"name\" of a \"participant\", with \"valid_from\" "
     "and\n"
     "                  \"valid_to\", the first day that it isn't valid\n"
     "  coverage        \"covers\": [\"withdrawals\"] of a \"treaty\", where\n"
     "                  the lines tell them wholly\n"
     "Each has a \"source\" of kind editor or document: its id, or its "
     "record.\n"
     "A new status table leaves what overlays say; the same file a second "
     "time\n"
     "changes nothing.\n"
     "\n"
     "  --dry-run, --strict, --report json, --report-file FILE  as for "
     "import\n",
     overlay_options, 2, 0, treatyctl_overlay},
    {"check", "DATABASE", "tells what in the record can't be right",
     "Dates out of order, doubles, consents without a signature, stated days\n"
     "that the rule contradicts, totals that a source counts otherwise,\n"
     "references to what isn't recorded, names that overlap, participants\n"
     "without a code; and each claim of a fact sheet that the record doesn't\n"
     "bear out, with what else fits it. An authoring database is published to "
     "a\n"
     "temporary file for the last. Exit status 1: there are findings.\n"
     "\n"
     "  --report json, --report-file FILE  as for import\n",
     check_options, 1, 1, treatyctl_check},
    {"export", "DATABASE [FILE]", "writes the whole record as JSON",
     "Without a FILE it goes to standard output. The same record gives the\n"
     "same bytes.\n"
     "\n"
     "  --csv DIRECTORY   instead as status tables that import reads: "
     "index.csv,\n"
     "                    treaties/ and declarations/; files that are there "
     "stay\n",
     export_options, 1, 2, treatyctl_export},
    {"publish", "DATABASE TARGET", "makes the file that httpd serves",
     "The new file takes the place of TARGET in one step; httpd notices. What "
     "it\n"
     "changes against the file before is written into it.\n"
     "\n"
     "Beside it, the folder TARGET.REVISION holds the same record to download: "
     "as\n"
     "SQLite, JSON and CSV, with a dictionary, the sources and the terms. The\n"
     "folder of the revision before stays, older ones are removed.\n"
     "\n"
     "  --no-downloads   makes no such folder\n"
     "  --terms TEXT     what may be done with these files; without it, the "
     "terms\n"
     "                   of the sources apply\n"
     "  --keep NUMBER    so many revisions before stay beside it for rollback, "
     "as\n"
     "                   TARGET.kept.REVISION; without it, none more than "
     "there are\n",
     publish_options, 2, 2, treatyctl_publish},
    {"update", "DATABASE FOLDER TARGET",
     "imports a folder, checks, and publishes",
     "For cron or a timer. FOLDER is where files of depositaries are fetched "
     "to;\n"
     "each is imported by its kind, in the order of the names, and overlays in "
     "JSON\n"
     "behind them. A folder in it with an index.csv is a set of status tables, "
     "any\n"
     "other is looked into; what begins with a dot is left out: fetch under "
     "such a\n"
     "name, and rename.\n"
     "\n"
     "All is tried on a copy first. Findings of `treatyctl check` that weren't "
     "there\n"
     "before hold the publication where they are of a kind that the gate "
     "names;\n"
     "DATABASE and TARGET then stay as they are. So they do whatever else "
     "fails, and\n"
     "whenever it is killed, but that DATABASE may be ahead, which the next "
     "run\n"
     "publishes. A second run over the same files changes nothing.\n"
     "\n"
     "  --gate KIND[,KIND...]  the kinds; without it total,acts-lost: counts "
     "that\n"
     "                         differ from the source's own, and a treaty that "
     "would\n"
     "                         lose a tenth of its acts. Or all, or none. "
     "References\n"
     "                         to nothing, and what was rolled back, always "
     "hold\n"
     "  --always               publishes where nothing is new, too, for the "
     "time "
     "of it:\n"
     "                         with TreatyStale, that updates run is to be "
     "seen\n"
     "  --keep NUMBER          so many revisions before stay for rollback; "
     "without\n"
     "                         it, 5\n"
     "  --known-through DAY, --source-title TEXT, --retrieved-on DATE,\n"
     "  --iso-codes FOLDER, --strict  as for import\n"
     "  --no-downloads, --terms TEXT  as for publish\n"
     "  --dry-run              tells what it would do, and does nothing\n"
     "  --report json          the report as JSON, to standard output\n"
     "  --report-file FILE     the report as JSON into FILE: outcome, message, "
     "what\n"
     "                         holds it, what has changed\n"
     "\n"
     "Exit status: 0 published or nothing new, 1 held by the gate or faults in "
     "the\n"
     "files, 2 wrong usage, 3 failure, 4 another run is at work on TARGET.\n",
     update_options, 3, 3, treatyctl_update},
    {"rollback", "TARGET", "serves the revision before once more",
     "Of those that `update`, or `publish --keep`, has kept beside TARGET the "
     "latest\n"
     "takes its place, under a new revision and with the time of now, so that "
     "no\n"
     "cache goes on with what goes. What goes is kept as "
     "TARGET.withdrawn.REVISION,\n"
     "and `update` doesn't publish the same record again. A second rollback "
     "goes one\n"
     "further back. The authoring database stays as it is: mend it, too.\n"
     "\n"
     "  --list          tells which revisions are kept\n"
     "  --to REVISION   that one, or as much of it as tells it from others; a\n"
     "                  withdrawn one comes back so\n"
     "  --no-downloads, --terms TEXT  as for publish; without --terms those of "
     "the\n"
     "                  revision stay\n"
     "\n"
     "Exit status: 1 nothing is kept, 4 another run is at work on TARGET.\n",
     rollback_options, 1, 1, treatyctl_rollback},
    {"migrate", "DATABASE", "brings a database to this version's form",
     "For the authoring database, where another version has made it and this "
     "one\n"
     "says so. All is one transaction; as it was it is kept as "
     "DATABASE.form-N. An\n"
     "older treatyctl can't read the new form, so nothing migrates by itself. "
     "A\n"
     "published file isn't migrated: publish again.\n",
     no_options, 1, 1, treatyctl_migrate},
    {"doctor", "[CONF]", "tells what is wrong with an httpd's setting up",
     "What configtest can't see. httpd reads CONF, or its own configuration, "
     "and\n"
     "what its directives name is looked at as its children would: a database "
     "that is\n"
     "missing, unpublished, damaged, of another version, in WAL mode, or can't "
     "be\n"
     "read by httpd's user, or can be written by it; folders on the way; "
     "templates\n"
     "that are broken; a TreatyBase that isn't the mount's path; a publication "
     "that\n"
     "is too old for TreatyStale; a disk of another machine. Each finding says "
     "what to\n"
     "do. Run it as root: only root can look as httpd's user. Exit status 1: "
     "there\n"
     "are findings.\n"
     "\n"
     "  --httpd PROGRAM   the httpd, or its apachectl; without it the first "
     "that is\n"
     "                    found of apache2ctl, apachectl, httpd, apache2\n"
     "  --report json, --report-file FILE  as for import\n",
     doctor_options, 0, 1, treatyctl_doctor},
    {"render", "DATABASE PATH", "writes what an address would show",
     "PATH is an address below the mount: treaties/opsc@2002-12-24/box. An\n"
     "authoring database is published to a temporary file first.\n"
     "\n"
     "  --templates FOLDER    templates that override the shipped ones\n"
     "  --lang TAG            the language, as in ?lang=\n"
     "  --heading NUMBER      the level of a view's heading, as in ?heading=\n",
     render_options, 2, 2, treatyctl_render},
    {"facts", "[DATABASE RECORD [WHO]]", "lists what elements can ask for",
     "Each fact has its name, its kind and what it means. With a DATABASE and "
     "a\n"
     "RECORD - treaties/opsc, treaties/opsc@2002-12-24, participants/usa,\n"
     "fact-sheets/2002-12-24-opsc - each has the value that format=\"plain\" "
     "gives,\n"
     "and in brackets that of format=\"iso\" where it is another. WHO is a\n"
     "participant, whose part in the treaty is told. An authoring database is\n"
     "published to a temporary file first.\n"
     "\n"
     "  --lang TAG             the language of the values\n"
     "  --report json, --report-file FILE  as for import\n",
     facts_options, 0, 3, treatyctl_facts},
    {"templates", "check [FOLDER]", "tells what in templates can't be right",
     "FOLDER is what TreatyTemplates names; without it the shipped templates "
     "are\n"
     "checked. Each finding has its file and line: fields that the record "
     "doesn't\n"
     "have, with what may have been meant; forms that a value doesn't have; "
     "texts\n"
     "that would run as HTML; templates that are missing, include themselves "
     "or\n"
     "are shown by nothing; tags that aren't closed. Exit status 1: there "
     "are\n"
     "findings.\n"
     "\n"
     "  --report json, --report-file FILE  as for import\n",
     templates_options, 1, 2, treatyctl_templates},
    {"why", "DATABASE TREATY WHO [DAY]", "explains the state of a participant",
     "WHO is an id, an ISO code or a name; DAY is YYYY-MM-DD, by default "
     "today.\n"
     "Tells the state on that day, the acts that it rests on with the cells "
     "that\n"
     "they were read from, the treaty's rule, the arithmetic step by step, "
     "and\n"
     "what isn't known. An authoring database is published to a temporary "
     "file\n"
     "first. Exit status 1: there is no such treaty or participant.\n"
     "\n"
     "  --report json, --report-file FILE  as for import\n",
     why_options, 3, 4, treatyctl_why},
    {"audit", "DATABASE DOCROOT...",
     "finds numbers and dates in a site's pages that are wrong",
     "Reads all English pages below DOCROOT, or single files: HTML, PHP, "
     "plain\n"
     "text. Where a sentence or a table says how many have signed or ratified "
     "a\n"
     "treaty of the record, or when something was done under it, that\n"
     "is held against the record of the day that the page gives itself; for "
     "a\n"
     "page without one, of the last day that the treaty's sources cover. What "
     "the\n"
     "record contradicts is told with file and line, and with the element to\n"
     "write instead. Exit status 1: there is something to mend, or a page "
     "that\n"
     "can't be read.\n"
     "\n"
     "  --as-of DAY  the day of all statements, whatever the pages tell; "
     "today's\n"
     "               date finds what was right once\n"
     "  --all        tells of statements that hold, and of those that the "
     "record\n"
     "               can't tell of, as well\n"
     "  --report json, --report-file FILE  as for import\n",
     audit_options, 2, 0, treatyctl_audit},
    {"claims", "DATABASE SHEET", "lists, accepts or drops a sheet's claims",
     "Importing a page proposes claims: numbers and dates that its text gives\n"
     "for treaties of the record. Only accepted ones are served.\n"
     "\n"
     "  --accept N[,N...]  accepts claims by their numbers in the list\n"
     "  --drop N[,N...]    deletes them; importing the page again proposes\n"
     "                     them again\n"
     "\n"
     "Both may be given at once; the list of what is left is written. A page\n"
     "that is imported again keeps its accepted claims.\n",
     claims_options, 2, 2, treatyctl_claims},
    {"help", "[VERB]", "tells about all verbs, or one", "", no_options, 0, 1,
     treatyctl_help},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, NULL}};

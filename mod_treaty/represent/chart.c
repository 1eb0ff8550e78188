/* The picture of a timeline, put together. */
#include "chart.h"

#include "treaty_represent.h"

#include <apr_strings.h>
#include <string.h>

enum { SIGNATURES, CONSENTS, IN_FORCE, SERIES };

/* A picture spans at least this many days. */
#define DAYS_LEAST 30
/* The first day that there is, 0001-01-01. */
#define DAY_FIRST (-719162)
/* Of all days, one in so many is left before the first. */
#define LEAD_SHARE 40
/* In tenths of a percent of the picture's height. */
#define HEAD 60
#define ROW 95
#define DATE 45
#define BOTTOM 920
#define BOTTOM_TICK 932
#define TICK 985
/* In units of a picture of its own. */
#define TITLE_ROW 28
#define LEGEND_Y 38
#define LEGEND_ROW 30
#define PLOT_Y 44
#define PICTURE_HEIGHT 522
/* As many units as the words of a mark take on a phone in any language. */
#define LABEL_ROOM 620

static const struct {
    const char *code;
    const char *label;
    /** Lines are told apart by these, and not by their colour alone. */
    const char *dash;
    const char *marker;
    /** In a picture without a stylesheet. */
    const char *colour;
} looks[SERIES] = {
    [SIGNATURES] = {"signatures", "signatures_label", "2 4",
                    "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1-4.5 0Z",
                    "#8a5200"},
    [CONSENTS] = {"consents", "consents_label", "none", "M-4-4H4V4H-4Z",
                  "#14586b"},
    [IN_FORCE] = {"in_force", "in_force_label", "9 4", "M0-6L5.5 4H-5.5Z",
                  "#1a6b3c"},
};

enum { MARK_ENTRY, MARK_ENDED, MARK_KNOWN, MARK_AS_OF, MARKS_MAX };

/* A chart as it is being made. */
typedef struct {
    const json_t *document;
    /** treaty_step_t, in their order. */
    apr_array_header_t *steps;
    treaty_scale_t scale;
    treaty_day_t as_of;
    /** TREATY_DAY_NONE where the sources don't say. */
    treaty_day_t known_through;
    int is_dated;
    int rows;
    json_t *marks;
    apr_pool_t *pool;
} chart_t;

static treaty_day_t day_of(const json_t *object, const char *member)
{
    const char *text = treaty_json_text(object, member);
    treaty_day_t day;

    return text && treaty_day_parse(&day, text) ? day : TREATY_DAY_NONE;
}

static treaty_day_t milestone(const chart_t *chart, const char *kind)
{
    json_t *row;
    size_t i;

    json_array_foreach(json_object_get(chart->document, "milestones"), i, row)
    {
        const char *found = treaty_json_text(row, "kind");

        if (found && strcmp(found, kind) == 0) {
            return day_of(row, "on");
        }
    }
    return TREATY_DAY_NONE;
}

static void read_step(treaty_step_t *step, const json_t *row)
{
    int i;

    step->from = day_of(row, "from");
    for (i = 0; i < SERIES; i++) {
        json_t *value = json_object_get(row, looks[i].code);
        json_int_t number = json_integer_value(value);

        step->values[i] = json_is_integer(value) && number >= 0 ? number : -1;
    }
}

/* Only the first may be without a beginning; one that goes back is no step. */
static void read_steps(chart_t *chart)
{
    json_t *row;
    size_t i;

    chart->steps = apr_array_make(chart->pool, 64, sizeof(treaty_step_t));
    json_array_foreach(json_object_get(chart->document, "steps"), i, row)
    {
        treaty_step_t step;
        const treaty_step_t *before;

        read_step(&step, row);
        before = chart->steps->nelts > 0
                     ? &APR_ARRAY_IDX(chart->steps, chart->steps->nelts - 1,
                                      treaty_step_t)
                     : NULL;
        if ((!before || step.from > before->from) &&
            step.from <= chart->as_of) {
            APR_ARRAY_PUSH(chart->steps, treaty_step_t) = step;
        }
    }
}

static json_int_t most_of(const chart_t *chart)
{
    json_int_t most = 0;
    int i;
    int k;

    for (i = 0; i < chart->steps->nelts; i++) {
        const treaty_step_t *step =
            &APR_ARRAY_IDX(chart->steps, i, treaty_step_t);

        for (k = 0; k < SERIES; k++) {
            most = step->values[k] > most ? step->values[k] : most;
        }
    }
    return most;
}

static treaty_day_t later(treaty_day_t a, treaty_day_t b)
{
    return a > b ? a : b;
}

/* The days of the picture: from the adoption or the first act, to the day that
 * was asked for or that is recorded to. */
static int set_days(chart_t *chart)
{
    treaty_scale_t *scale = &chart->scale;
    treaty_day_t first = milestone(chart, "adopted");
    treaty_day_t last = TREATY_DAY_NONE;
    int i;

    for (i = 0; i < chart->steps->nelts; i++) {
        last = APR_ARRAY_IDX(chart->steps, i, treaty_step_t).from;
        if (last != TREATY_DAY_NONE &&
            (first == TREATY_DAY_NONE || last < first)) {
            first = last;
        }
    }
    if (first == TREATY_DAY_NONE || first > chart->as_of) {
        return 0;
    }
    scale->drawn_to = chart->known_through == TREATY_DAY_NONE
                          ? chart->as_of
                          : later(later(chart->known_through, last), first);
    if (scale->drawn_to > chart->as_of) {
        scale->drawn_to = chart->as_of;
    }
    scale->to = chart->is_dated ? chart->as_of : scale->drawn_to;
    scale->from = first - (scale->to - first) / LEAD_SHARE;
    if (scale->from > scale->to - DAYS_LEAST) {
        scale->from = scale->to - DAYS_LEAST;
    }
    scale->from = later(scale->from, DAY_FIRST);
    scale->first = first;
    return scale->to > scale->from;
}

/* Units of the plot are tenths of a percent of the picture across, and less
 * than that down. */
static const char *down(const chart_t *chart, int y)
{
    int top = HEAD + chart->rows * ROW;

    return treaty_percent(top + (BOTTOM - top) * y / TREATY_CHART_UNITS,
                          chart->pool);
}

/* --------------------------------------------------------------- marks */

typedef struct {
    const char *kind;
    const char *label;
    treaty_day_t on;
    int is_known_through;
    int x;
    int is_after;
    int row;
} mark_t;

static int is_beside(const mark_t *a, const mark_t *b)
{
    int from = a->is_after ? a->x : a->x - LABEL_ROOM;
    int other = b->is_after ? b->x : b->x - LABEL_ROOM;

    return from + LABEL_ROOM <= other || other + LABEL_ROOM <= from;
}

/* The first row in which the words don't meet those of another. */
static void choose_row(mark_t *marks, int count)
{
    mark_t *mark = &marks[count];
    int i;

    mark->row = 0;
    for (i = 0; i < count; i++) {
        if (marks[i].row == mark->row && !is_beside(&marks[i], mark)) {
            mark->row++;
            i = -1;
        }
    }
}

/* Where all is shown that is recorded, the last day is that of the sources. */
static treaty_day_t day_of_mark(const chart_t *chart, int which)
{
    switch (which) {
    case MARK_ENTRY:
        return milestone(chart, "entry_into_force");
    case MARK_ENDED:
        return milestone(chart, "ended");
    case MARK_KNOWN:
        return !chart->is_dated || chart->known_through < chart->as_of
                   ? chart->known_through
                   : TREATY_DAY_NONE;
    default:
        return chart->is_dated || chart->known_through == TREATY_DAY_NONE
                   ? chart->as_of
                   : TREATY_DAY_NONE;
    }
}

static int add_mark(mark_t *marks, int count, const chart_t *chart, int which)
{
    static const char *const kinds[][2] = {
        {"entry_into_force_on", "entry_into_force_label"},
        {"ended", "ended_label"},
        {"known_through", "chart_recorded_to"},
        {"as_of", "chart_as_of"}};
    mark_t *mark = &marks[count];
    treaty_day_t on = day_of_mark(chart, which);

    if (on == TREATY_DAY_NONE || on < chart->scale.from ||
        on > chart->scale.to) {
        return count;
    }
    mark->kind = kinds[which][0];
    mark->label = kinds[which][1];
    mark->on = on;
    mark->is_known_through = which == MARK_KNOWN;
    mark->x = treaty_scale_x(&chart->scale, on);
    mark->is_after = mark->x < TREATY_CHART_UNITS / 2;
    choose_row(marks, count);
    return count + 1;
}

static json_t *mark_object(const chart_t *chart, const mark_t *mark)
{
    int y = HEAD + mark->row * ROW;
    json_t *object = json_object();

    treaty_json_set_text(object, "kind", mark->kind);
    treaty_json_set_text(object, "label", mark->label);
    treaty_json_set_text(object, "on", treaty_day_text(mark->on, chart->pool));
    treaty_json_set_text(object, "said",
                         mark->is_known_through
                             ? treaty_recorded_to(chart->document)
                             : treaty_json_text(object, "on"));
    treaty_json_set_text(object, "x", treaty_percent(mark->x, chart->pool));
    treaty_json_set_text(object, "anchor", mark->is_after ? "start" : "end");
    treaty_json_set_text(object, "dx", mark->is_after ? "0.35em" : "-0.35em");
    treaty_json_set_text(object, "line_y", treaty_percent(y, chart->pool));
    treaty_json_set_text(object, "label_y",
                         treaty_percent(y + DATE - 10, chart->pool));
    treaty_json_set_text(object, "date_y",
                         treaty_percent(y + 2 * DATE - 10, chart->pool));
    return object;
}

static void set_marks(chart_t *chart)
{
    mark_t marks[MARKS_MAX];
    int count = 0;
    int i;

    for (i = 0; i < MARKS_MAX; i++) {
        count = add_mark(marks, count, chart, i);
    }
    chart->marks = json_array();
    for (i = 0; i < count; i++) {
        chart->rows =
            marks[i].row >= chart->rows ? marks[i].row + 1 : chart->rows;
        json_array_append_new(chart->marks, mark_object(chart, &marks[i]));
    }
}

/* -------------------------------------------------------------- the plot */

static void set_look(json_t *object, int which)
{
    treaty_json_set_text(object, "code", looks[which].code);
    treaty_json_set_text(object, "label", looks[which].label);
    json_object_set_new(object, "unknown_since", json_null());
    json_object_set_new(object, "to_come", json_null());
    json_object_set_new(object, "rest_y", json_null());
    treaty_json_set_text(object, "dash", looks[which].dash);
    treaty_json_set_text(object, "marker", looks[which].marker);
    treaty_json_set_text(object, "colour", looks[which].colour);
}

/* What the last count of those whom it is in force for can't tell: who is
 * since an unknown day, and who will be. */
static void set_rest(json_t *object, const chart_t *chart)
{
    const json_t *steps = json_object_get(chart->document, "steps");
    const json_t *last = json_array_get(steps, json_array_size(steps) - 1);

    json_object_set(object, "unknown_since",
                    json_object_get(last, "in_force_unknown"));
    json_object_set(object, "to_come", json_object_get(last, "pending"));
}

static int has_rest(const json_t *series)
{
    return json_integer_value(json_object_get(series, "unknown_since")) > 0 ||
           json_integer_value(json_object_get(series, "to_come")) > 0;
}

static json_t *series_object(const chart_t *chart, int which)
{
    const treaty_step_t *last =
        &APR_ARRAY_IDX(chart->steps, chart->steps->nelts - 1, treaty_step_t);
    json_int_t value = last->values[which];
    json_t *object = json_object();
    json_t *end = json_null();

    json_object_set_new(object, "value",
                        value >= 0 ? json_integer(value) : json_null());
    treaty_json_set_text(
        object, "path",
        treaty_chart_path(chart->steps, which, &chart->scale, chart->pool));
    set_look(object, which);
    if (value >= 0) {
        int x = treaty_scale_x(&chart->scale, chart->scale.drawn_to);

        end = json_object();
        treaty_json_set_text(end, "x", treaty_percent(x, chart->pool));
        treaty_json_set_text(end, "y",
                             down(chart, treaty_scale_y(&chart->scale, value)));
    }
    json_object_set_new(object, "end", end);
    return object;
}

static json_t *count_ticks(const chart_t *chart)
{
    json_t *ticks = json_array();
    json_int_t value;

    for (value = 0; value <= chart->scale.top; value += chart->scale.every) {
        json_t *tick = json_object();

        json_object_set_new(tick, "value", json_integer(value));
        treaty_json_set_text(tick, "y",
                             down(chart, treaty_scale_y(&chart->scale, value)));
        json_array_append_new(ticks, tick);
    }
    return ticks;
}

static json_t *uncovered(const chart_t *chart)
{
    int x = treaty_scale_x(&chart->scale, chart->scale.drawn_to);
    json_t *object;

    if (x >= TREATY_CHART_UNITS) {
        return json_null();
    }
    object = json_object();
    treaty_json_set_text(object, "x", treaty_percent(x, chart->pool));
    treaty_json_set_text(object, "width",
                         treaty_percent(TREATY_CHART_UNITS - x, chart->pool));
    return object;
}

static void set_plot(json_t *picture, const chart_t *chart)
{
    int top = HEAD + chart->rows * ROW;
    json_t *plot = json_object();

    treaty_json_set_text(plot, "y", treaty_percent(top, chart->pool));
    treaty_json_set_text(plot, "height",
                         treaty_percent(BOTTOM - top, chart->pool));
    treaty_json_set_text(plot, "bottom", treaty_percent(BOTTOM, chart->pool));
    treaty_json_set_text(plot, "bottom_tick",
                         treaty_percent(BOTTOM_TICK, chart->pool));
    treaty_json_set_text(plot, "tick_y", treaty_percent(TICK, chart->pool));
    json_object_set_new(picture, "plot", plot);
}

static const char *name_of(const json_t *document)
{
    const char *name = treaty_json_text(document, "short_title");

    return name ? name : treaty_json_text(document, "title");
}

json_t *treaty_chart_name(const json_t *document, apr_pool_t *scratch_pool)
{
    const char *language = treaty_json_text(document, "language");
    json_t *name = json_object();

    json_object_set_new(name, "lines",
                        treaty_chart_title(name_of(document), scratch_pool));
    /* XML doesn't bear with whatever a file may say it is. */
    treaty_json_set_text(
        name, "language",
        language && treaty_language_tag_is_valid(language) ? language : NULL);
    return name;
}

/* What only a picture of its own needs: it has its name and its legend itself,
 * below each other. */
static void set_file(json_t *picture, const chart_t *chart)
{
    json_t *all = json_object_get(picture, "series");
    json_t *file = json_object();
    json_t *lines = treaty_chart_title(name_of(chart->document), chart->pool);
    int y = (int)json_array_size(lines) * TITLE_ROW;
    json_t *series;
    size_t i;

    json_decref(lines);
    json_array_foreach(all, i, series)
    {
        json_object_set_new(series, "legend_y", json_integer(y + LEGEND_Y));
        y += LEGEND_ROW;
        if (has_rest(series)) {
            json_object_set_new(series, "rest_y", json_integer(y + LEGEND_Y));
            y += LEGEND_ROW;
        }
    }
    json_object_set_new(file, "plot_y", json_integer(y + PLOT_Y));
    json_object_set_new(file, "height", json_integer(y + PICTURE_HEIGHT));
    json_object_set_new(picture, "file", file);
}

static json_t *picture_of(const chart_t *chart)
{
    json_t *picture = json_object();
    json_t *series = json_array();
    int i;

    treaty_json_set_text(picture, "from",
                         treaty_day_text(chart->scale.first, chart->pool));
    treaty_json_set_text(picture, "to",
                         treaty_day_text(chart->scale.to, chart->pool));
    set_plot(picture, chart);
    for (i = 0; i < SERIES; i++) {
        json_array_append_new(series, series_object(chart, i));
    }
    set_rest(json_array_get(series, IN_FORCE), chart);
    json_object_set_new(picture, "series", series);
    json_object_set_new(picture, "y_ticks", count_ticks(chart));
    json_object_set_new(picture, "x_ticks",
                        treaty_chart_time_ticks(&chart->scale, chart->pool));
    json_object_set_new(picture, "marks", chart->marks);
    json_object_set_new(picture, "uncovered", uncovered(chart));
    set_file(picture, chart);
    return picture;
}

json_t *treaty_chart_create(const json_t *document, int is_dated,
                            apr_pool_t *scratch_pool)
{
    chart_t chart = {0};
    json_int_t most;

    chart.document = document;
    chart.is_dated = is_dated;
    chart.pool = scratch_pool;
    chart.as_of = day_of(document, "as_of");
    chart.known_through = day_of(document, "known_through");
    read_steps(&chart);
    most = most_of(&chart);
    if (most == 0 || !set_days(&chart)) {
        return json_null();
    }
    treaty_scale_counts(&chart.scale, most);
    set_marks(&chart);
    return picture_of(&chart);
}

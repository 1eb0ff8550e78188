/* A line of steps, thinned to what can be seen. */
#include "chart.h"

#include "treaty_text.h"

/* A command has at most "M1000 1000". */
#define COMMAND_MAX 10

/* The pen over the column of one unit that it is in. */
typedef struct {
    treaty_text_t *out;
    int x;
    /** Where the line came in, goes on, and has been in between. */
    int first;
    int last;
    int least;
    int most;
    int is_down;
    /** Where it is to be lifted; -1: not at all. */
    int lift_x;
} pen_t;

static void draw_to_y(pen_t *pen, int y, int *at)
{
    if (y != *at) {
        (void)treaty_text_printf(pen->out, "V%d", y);
        *at = y;
    }
}

/* What happened within a unit becomes a stroke over all of it, so that neither
 * a peak nor a hollow is lost. */
static void leave_column(pen_t *pen)
{
    int at = pen->first;

    if (pen->least < pen->first && pen->least < pen->last) {
        draw_to_y(pen, pen->least, &at);
    }
    if (pen->most > pen->first && pen->most > pen->last) {
        draw_to_y(pen, pen->most, &at);
    }
    draw_to_y(pen, pen->last, &at);
}

static void enter_column(pen_t *pen, int x, int y)
{
    pen->x = x;
    pen->first = pen->last = pen->least = pen->most = y;
}

static void go_to_x(pen_t *pen, int x)
{
    if (x > pen->x) {
        leave_column(pen);
        (void)treaty_text_printf(pen->out, "H%d", x);
        enter_column(pen, x, pen->last);
    }
}

static void lift(pen_t *pen)
{
    if (pen->is_down) {
        go_to_x(pen, pen->lift_x);
        leave_column(pen);
        pen->is_down = 0;
    }
    pen->lift_x = -1;
}

static void put_value(pen_t *pen, int x, int y)
{
    /* A gap that is narrower than a unit couldn't be seen. */
    if (pen->lift_x >= 0 && pen->lift_x < x) {
        lift(pen);
    }
    pen->lift_x = -1;
    if (pen->is_down && y == pen->last) {
        return;
    }
    if (!pen->is_down) {
        (void)treaty_text_printf(pen->out, "M%d %d", x, y);
        enter_column(pen, x, y);
        pen->is_down = 1;
        return;
    }
    go_to_x(pen, x);
    pen->last = y;
    pen->least = y < pen->least ? y : pen->least;
    pen->most = y > pen->most ? y : pen->most;
}

const char *treaty_chart_path(const apr_array_header_t *steps, int series,
                              const treaty_scale_t *scale, apr_pool_t *pool)
{
    pen_t pen = {0};
    int i;

    pen.out = treaty_text_create(
        COMMAND_MAX * (apr_size_t)TREATY_CHART_COMMANDS_MAX, pool);
    pen.lift_x = -1;
    for (i = 0; i < steps->nelts; i++) {
        const treaty_step_t *step = &APR_ARRAY_IDX(steps, i, treaty_step_t);
        int x = treaty_scale_x(scale, step->from);

        if (step->from > scale->drawn_to) {
            break;
        }
        if (step->values[series] >= 0) {
            put_value(&pen, x, treaty_scale_y(scale, step->values[series]));
        }
        else if (pen.is_down && pen.lift_x < 0) {
            pen.lift_x = x;
        }
    }
    if (pen.lift_x < 0) {
        pen.lift_x = treaty_scale_x(scale, scale->drawn_to);
    }
    lift(&pen);
    return pen.out->len > 0 ? pen.out->data : NULL;
}

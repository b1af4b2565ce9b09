/* The critical path method over flat arrays: what forward.py, backward.py, span.py, lag.py,
 * slack.py and network.py say in Python, number for number. Those files tell the why; this one is
 * only faster.
 *
 * Times are ticks. Where a calendar's table ends too soon, `lacking` names the calendar and the
 * question, and the walk stands still at this node until it is called again with a longer table.
 */
#include <stdint.h>
#include <string.h>

#define NO_BOUND (-((int64_t)1 << 60))
#define NOBODY (-1)

enum { LEAF, GATE, END };
enum { FS, SS, FF, SF };
enum { ASAP, ALAP, SNET, SNLT, FNET, FNLT, MSO, MFO };
enum { BY_START, BY_LINK, BY_CONSTRAINT, BY_ACTUAL, BY_MANUAL, BY_CHILDREN };
enum { WORKED, START_OF, FINISH_OF };
enum { FORWARD, BACKWARD, AGAIN, PLACE, SLACK, DONE };
enum {
    ACTIVE = 1, MANUAL = 2, HAS_START = 4, HAS_FINISH = 8, HAS_CONSTRAINT = 16, HAS_DEADLINE = 32,
    STARTED = 64, FINISHED = 128, STOPPED = 256, RESUMED = 512, REMAINS = 1024, DELAYED = 2048,
};

typedef struct { /* a period of work, and the work done before it */
    int64_t start, end, done;
} Period;

typedef struct { /* the period to look from, for equal steps of clock or of working time */
    const int32_t *from;
    int32_t steps, shift;
} Index;

typedef struct { /* worktable.py; calendar 0 is elapsed time and has no periods */
    const Period *period;
    Index by_time, by_work;
    int64_t count, until;
} Table;

typedef struct { /* one of a team, or what is left of its work since a moment */
    int64_t length, wait, since, left;
    int32_t time, unused;
} Part;

typedef struct {
    int64_t lag;
    int32_t source, target, kind, elapsed;
} Edge;

typedef struct { /* first what neighbours ask for, last what few tasks have: to be near in memory */
    int32_t flags, side, time, own, parent, parts;
    int64_t length, early_start, early_finish, late_start, late_finish;
    int32_t constraint, other, driver, reason, has_asked, moved;
    int64_t start, finish, asked_start;
    int64_t pinned_start, pinned_finish, constraint_at, deadline;
    int64_t actual_start, actual_finish, stop, resume, remaining, delay;
    int32_t part, left, lefts, unused;
} Node;

typedef struct {
    int64_t plan_start, plan_finish, start, finish, asked;
    int64_t *answer; /* column by column, what is found of each task */
    Table *table;
    Node *node;
    const Edge *edge;
    const Part *part;
    int32_t *in_at, *in, *out_at, *out, *child_at, *child, *order, *seen;
    int32_t tasks, nodes, edges, from_finish, honor, own_ends, any_late;
    int32_t phase, at, lacking, question;
} Network;

#define EACH(k, at, i) for (int32_t k = (at)[i]; k < (at)[(i) + 1]; k++)

static int64_t least(int64_t one, int64_t other) { return one < other ? one : other; }
static int64_t most(int64_t one, int64_t other) { return one > other ? one : other; }

/* ---- worktable.py ---- */

static int64_t lacks(Network *n, int32_t time, int32_t question, int64_t at) {
    if (n->lacking == NOBODY) n->lacking = time, n->question = question, n->asked = at;
    return at;
}

/* From which period on to look for one that is `past` the first by so much. */
static int64_t near(const Index *index, int64_t past) {
    int64_t step = past >> index->shift;
    return index->from[step < index->steps ? step : index->steps - 1];
}

static int64_t worked(Network *n, int32_t time, int64_t at) {
    if (!time) return at;
    const Table *t = n->table + time;
    if (!t->count || at < t->period->start || at >= t->until) return lacks(n, time, WORKED, at);
    const Period *p = t->period + near(&t->by_time, at - t->period->start);
    const Period *last = t->period + t->count - 1;
    while (p < last && p[1].start <= at) p++;
    return p->done + least(at, p->end) - p->start;
}

static int64_t start_of(Network *n, int32_t time, int64_t work) {
    if (!time) return work;
    const Table *t = n->table + time;
    if (!t->count || work < t->period->done) return lacks(n, time, START_OF, work);
    const Period *p = t->period + near(&t->by_work, work - t->period->done);
    const Period *last = t->period + t->count - 1;
    while (p < last && p[1].done <= work) p++;
    if (work >= p->done + p->end - p->start) return lacks(n, time, START_OF, work);
    return p->start + work - p->done;
}

static int64_t finish_of(Network *n, int32_t time, int64_t work) {
    if (!time) return work;
    const Table *t = n->table + time;
    if (!t->count || work <= t->period->done) return lacks(n, time, FINISH_OF, work);
    const Period *p = t->period + near(&t->by_work, work - 1 - t->period->done);
    const Period *last = t->period + t->count - 1;
    while (p < last && p[1].done < work) p++;
    if (work > p->done + p->end - p->start) return lacks(n, time, FINISH_OF, work);
    return p->start + work - p->done;
}

/* ---- span.py: a stretch of work in one calendar, and the span of a task ---- */

static int64_t begin_in(Network *n, int32_t time, int64_t length, int64_t at) {
    int64_t work = worked(n, time, at);
    if (!length && finish_of(n, time, work) == at) return at;
    return start_of(n, time, work);
}

static int64_t end_in(Network *n, int32_t time, int64_t length, int64_t at) {
    int64_t work = worked(n, time, at);
    if (!length && start_of(n, time, work) == at) return at;
    return finish_of(n, time, work);
}

static int64_t after(Network *n, int32_t time, int64_t at, int64_t length) {
    return length ? finish_of(n, time, worked(n, time, at) + length) : at;
}

static int64_t before(Network *n, int32_t time, int64_t at, int64_t length) {
    return length ? start_of(n, time, worked(n, time, at) - length) : at;
}

static int64_t span_begin(Network *n, const Node *node, int64_t at) {
    if (!node->parts) return begin_in(n, node->time, node->length, at);
    const Part *part = n->part + node->part;
    int64_t first = begin_in(n, part->time, part->length, at);
    for (int32_t k = 1; k < node->parts; k++)
        first = least(first, begin_in(n, part[k].time, part[k].length, at));
    return first;
}

static int64_t span_end(Network *n, const Node *node, int64_t at) {
    if (!node->parts) return end_in(n, node->time, node->length, at);
    const Part *part = n->part + node->part;
    int64_t last = end_in(n, part->time, part->length, at);
    for (int32_t k = 1; k < node->parts; k++)
        last = most(last, end_in(n, part[k].time, part[k].length, at));
    return last;
}

static int64_t part_finish(Network *n, const Part *part, int64_t start) {
    int64_t at = after(n, part->time, start, part->wait);
    return after(n, part->time, begin_in(n, part->time, part->length, at), part->length);
}

static int64_t span_finish(Network *n, const Node *node, int64_t start) {
    if (!node->parts) return after(n, node->time, start, node->length);
    const Part *part = n->part + node->part;
    int64_t last = part_finish(n, part, start);
    for (int32_t k = 1; k < node->parts; k++) last = most(last, part_finish(n, part + k, start));
    return last;
}

static int64_t part_start(Network *n, const Part *part, int64_t finish) {
    int64_t at = end_in(n, part->time, part->length, finish);
    return before(n, part->time, before(n, part->time, at, part->length), part->wait);
}

static int64_t span_start(Network *n, const Node *node, int64_t finish) {
    if (!node->parts) return before(n, node->time, finish, node->length);
    const Part *part = n->part + node->part;
    int64_t first = part_start(n, part, finish);
    for (int32_t k = 1; k < node->parts; k++) first = least(first, part_start(n, part + k, finish));
    return first;
}

/* Where work ends that begins as soon as it can: `span_finish` of `span_begin`. */
static int64_t finish_from(Network *n, const Node *node, int64_t at) {
    if (!node->parts && node->length)
        return finish_of(n, node->time, worked(n, node->time, at) + node->length);
    return span_finish(n, node, span_begin(n, node, at));
}

/* Where work begins that ends as late as it can: `span_start` of `span_end`. */
static int64_t start_until(Network *n, const Node *node, int64_t at) {
    if (!node->parts && node->length)
        return start_of(n, node->time, worked(n, node->time, at) - node->length);
    return span_start(n, node, span_end(n, node, at));
}

static int64_t between(Network *n, const Node *node, int64_t start, int64_t finish) {
    if (start == finish) return 0;
    int64_t done = worked(n, node->own, start);
    return worked(n, node->own, finish) - done;
}

/* ---- lag.py ---- */

static int64_t shift(Network *n, const Edge *edge, const Node *waiting, int64_t at, int64_t lag) {
    if (!lag) return at;
    if (edge->elapsed) return at + lag;
    int64_t work = worked(n, waiting->time, at) + lag;
    return lag > 0 ? finish_of(n, waiting->time, work) : start_of(n, waiting->time, work);
}

static int64_t later(Network *n, const Edge *edge, const Node *waiting, int64_t at) {
    return shift(n, edge, waiting, at, edge->lag);
}

static int64_t earlier(Network *n, const Edge *edge, const Node *waiting, int64_t at) {
    return shift(n, edge, waiting, at, -edge->lag);
}

/* ---- graph.py ---- */

static int32_t end_of(const Network *n, int32_t i) {
    return n->node[i].side == GATE ? n->node[i].other : i;
}

/* Lists by key, each in the order given: `at[key]` to `at[key + 1]` of `list`. */
#define LISTS(at, list, count, keys, key_of)                                             \
    do {                                                                                 \
        memset(at, 0, sizeof(int32_t) * ((keys) + 1));                                   \
        for (int32_t k = 0; k < (count); k++) if ((key_of) >= 0) at[(key_of)]++;         \
        for (int32_t k = 0; k < (keys); k++) at[k + 1] += at[k];                         \
        for (int32_t k = (count) - 1; k >= 0; k--) if ((key_of) >= 0) list[--at[(key_of)]] = k; \
    } while (0)

/* What node i waits for, one after another; NOBODY after the last. */
static int32_t awaited(const Network *n, int32_t i, int32_t k) {
    const Node *node = n->node + i;
    int32_t links = n->in_at[i + 1] - n->in_at[i];
    if (k < links) return n->edge[n->in[n->in_at[i] + k]].source;
    k -= links;
    if (node->side != END) return k ? NOBODY : node->parent;
    if (k >= n->child_at[node->other + 1] - n->child_at[node->other]) return NOBODY;
    return end_of(n, n->child[n->child_at[node->other] + k]);
}

/* An order to walk in, as near to the plan's as can be; 0 if some wait for each other in a circle.
 * The nodes being looked at are stacked at the far end of `order`; `seen` counts what was found
 * of those each waits for. */
int32_t network_order(Network *n) {
    enum { UNSEEN = -1, SETTLED = -2 };
    int32_t known = 0, top = n->nodes, *seen = n->seen;
    LISTS(n->in_at, n->in, n->edges, n->nodes, n->edge[k].target);
    LISTS(n->out_at, n->out, n->edges, n->nodes, n->edge[k].source);
    LISTS(n->child_at, n->child, n->tasks, n->tasks, n->node[k].parent);
    for (int32_t i = 0; i < n->nodes; i++) seen[i] = UNSEEN;
    for (int32_t root = 0; root < n->nodes; root++) {
        if (seen[root] != UNSEEN) continue;
        n->order[--top] = root, seen[root] = 0;
        while (top < n->nodes) {
            int32_t i = n->order[top], next = awaited(n, i, seen[i]++);
            if (next == NOBODY) seen[i] = SETTLED, top++, n->order[known++] = i;
            else if (seen[next] == UNSEEN) n->order[--top] = next, seen[next] = 0;
            else if (seen[next] != SETTLED) return 0;
        }
    }
    return 1;
}

/* ---- forward.py ---- */

static int dated(const Node *node) {
    return node->constraint == SNET || node->constraint == FNET || node->constraint == MSO ||
           node->constraint == MFO;
}

static int64_t asked_start(Network *n, const Edge *edge, const Node *node, int placed) {
    const Node *source = n->node + edge->source;
    int64_t at;
    if (edge->kind == FS || edge->kind == FF) at = placed ? source->finish : source->early_finish;
    else at = placed ? source->start : source->early_start;
    at = later(n, edge, node, at);
    if (edge->kind == FS || edge->kind == SS) return at;
    return start_until(n, node, at);
}

static int64_t early_bound(Network *n, int32_t i) {
    Node *node = n->node + i;
    int64_t bound = NO_BOUND;
    int known = 0;
    node->driver = NOBODY, node->reason = BY_START;
    if (node->parent != NOBODY && n->node[node->parent].reason != BY_START) {
        const Node *parent = n->node + node->parent;
        bound = parent->early_start, known = 1;
        node->driver = parent->driver, node->reason = parent->reason;
    }
    EACH(k, n->in_at, i) {
        const Edge *edge = n->edge + n->in[k];
        int64_t asked = asked_start(n, edge, node, 0);
        if (known && asked <= bound) continue;
        bound = asked, known = 1;
        node->driver = edge->source, node->reason = BY_LINK;
    }
    return known ? bound : dated(node) ? NO_BOUND : n->start;
}

static int64_t constrained(Network *n, Node *node, int64_t begin) {
    int64_t at = node->constraint_at, wanted, moved;
    int kind = node->constraint;
    if (begin != NO_BOUND) begin = span_begin(n, node, begin);
    if (kind == SNET || kind == SNLT || kind == MSO) wanted = span_begin(n, node, at);
    else wanted = start_until(n, node, at);
    if (kind == SNET || kind == FNET) moved = most(begin, wanted);
    else if (kind == MSO || kind == MFO) moved = n->honor ? wanted : most(begin, wanted);
    else moved = n->honor ? least(begin, wanted) : begin;
    if (moved < begin && n->lacking == NOBODY) node->asked_start = begin, node->has_asked = 1;
    if (moved != begin) node->driver = NOBODY, node->reason = BY_CONSTRAINT;
    return moved;
}

static void started(Network *n, Node *node) {
    node->driver = NOBODY, node->reason = BY_ACTUAL;
    node->early_start = node->actual_start;
    if (node->flags & FINISHED) {
        node->early_finish = node->actual_finish;
    } else if (node->lefts) {
        const Part *part = n->part + node->left;
        for (int32_t k = 0; k < node->lefts; k++) {
            int64_t begin = begin_in(n, part[k].time, part[k].length, part[k].since);
            int64_t finish = after(n, part[k].time, begin, part[k].left);
            node->early_finish = k ? most(node->early_finish, finish) : finish;
        }
    } else if (node->flags & RESUMED && node->flags & REMAINS &&
               (!(node->flags & STOPPED) || between(n, node, node->stop, node->resume))) {
        int64_t resumed = span_begin(n, node, node->resume);
        node->early_finish = after(n, node->time, resumed, node->remaining);
    } else {
        node->early_finish = span_finish(n, node, node->actual_start);
    }
}

static void keep_asked_finish(Network *n, int32_t i) {
    Node *node = n->node + i;
    EACH(k, n->in_at, i) {
        const Edge *edge = n->edge + n->in[k];
        if (edge->kind != SF) continue;
        int64_t asked = later(n, edge, node, n->node[edge->source].early_start);
        if (asked > node->early_finish && !between(n, node, node->early_finish, asked))
            node->early_finish = asked;
    }
}

static int pinned(Node *node) {
    int all = MANUAL | HAS_START | HAS_FINISH;
    if ((node->flags & all) != all) return 0;
    node->early_start = node->pinned_start, node->early_finish = node->pinned_finish;
    node->driver = NOBODY, node->reason = BY_MANUAL;
    return 1;
}

static void forward_gate(Network *n, int32_t i) {
    Node *node = n->node + i;
    int64_t bound = early_bound(n, i);
    if (node->flags & MANUAL && node->flags & HAS_START) {
        bound = node->pinned_start;
        node->driver = NOBODY, node->reason = BY_MANUAL;
    } else if (dated(node) && node->flags & HAS_CONSTRAINT && node->constraint_at > bound) {
        bound = node->constraint_at;
        node->driver = NOBODY, node->reason = BY_CONSTRAINT;
    }
    node->early_start = node->early_finish = bound;
}

static void forward_end(Network *n, Node *node) {
    int anyone = 0, known = 0;
    if (pinned(node)) return;
    EACH(k, n->child_at, node->other) anyone |= n->node[n->child[k]].flags & ACTIVE;
    EACH(k, n->child_at, node->other) {
        const Node *child = n->node + end_of(n, n->child[k]);
        if (anyone && !(child->flags & ACTIVE)) continue;
        node->early_start = known ? least(node->early_start, child->early_start) : child->early_start;
        node->early_finish =
            known ? most(node->early_finish, child->early_finish) : child->early_finish;
        known = 1;
    }
    node->driver = NOBODY, node->reason = BY_CHILDREN;
}

static void forward_leaf(Network *n, int32_t i) {
    Node *node = n->node + i;
    if (pinned(node)) return;
    if (node->flags & STARTED) {
        started(n, node);
        return;
    }
    int64_t begin = early_bound(n, i);
    int bound = node->flags & HAS_CONSTRAINT && node->constraint != ASAP && node->constraint != ALAP;
    if (!(bound || node->flags & DELAYED || node->parts || !node->length)) { /* most: both at once */
        int64_t work = worked(n, node->time, begin);
        node->early_start = start_of(n, node->time, work);
        node->early_finish = finish_of(n, node->time, work + node->length);
    } else {
        begin = bound ? constrained(n, node, begin) : span_begin(n, node, begin);
        if (node->flags & DELAYED) begin = span_begin(n, node, begin + node->delay);
        node->early_start = begin;
        node->early_finish = span_finish(n, node, begin);
    }
    if (node->reason == BY_LINK) keep_asked_finish(n, i);
}

static void forward(Network *n, int32_t i) {
    Node *node = n->node + i;
    if (n->phase == FORWARD) node->has_asked = 0;
    if (node->side == GATE) forward_gate(n, i);
    else if (node->side == END) forward_end(n, node);
    else forward_leaf(n, i);
}

/* ---- backward.py ---- */

static int64_t late_begin(const Node *node) {
    if (node->flags & STARTED && node->flags & RESUMED && node->side == LEAF)
        return most(node->early_start, node->resume);
    if (node->flags & DELAYED && !(node->flags & STARTED)) return node->late_start - node->delay;
    return node->late_start;
}

static int64_t left_finish(Network *n, const Edge *edge, const Node *node) {
    const Node *target = n->node + edge->target;
    int64_t late = edge->kind == FS || edge->kind == SS ? late_begin(target) : target->late_finish;
    int64_t left = earlier(n, edge, target, late);
    if (edge->kind == FS || edge->kind == FF) return left;
    return finish_from(n, node, left);
}

static int64_t late_bound(Network *n, int32_t i) {
    const Node *node = n->node + i;
    int alone = n->out_at[i] == n->out_at[i + 1];
    int64_t bound = n->own_ends && alone ? node->early_finish : n->finish;
    if (node->parent != NOBODY)
        bound = least(bound, n->node[n->node[node->parent].other].late_finish);
    EACH(k, n->out_at, i) {
        const Edge *edge = n->edge + n->out[k];
        if (n->node[edge->target].flags & FINISHED) continue;
        if (node->flags & MANUAL && (edge->kind == SS || edge->kind == SF)) continue;
        bound = least(bound, left_finish(n, edge, node));
    }
    if (node->flags & HAS_DEADLINE) bound = least(bound, node->deadline);
    if (node->flags & HAS_CONSTRAINT && node->constraint == MFO) bound = node->constraint_at;
    if (node->flags & HAS_CONSTRAINT && node->constraint == FNLT)
        bound = least(bound, node->constraint_at);
    return bound;
}

static void backward_gate(Network *n, int32_t i) {
    Node *node = n->node + i;
    int known = 0;
    EACH(k, n->child_at, i) {
        const Node *child = n->node + n->child[k];
        node->late_start = known ? least(node->late_start, child->late_start) : child->late_start;
        node->late_finish = known ? most(node->late_finish, child->late_finish) : child->late_finish;
        known = 1;
    }
}

static void backward_end(Network *n, int32_t i) {
    Node *node = n->node + i;
    int64_t bound = late_bound(n, i);
    if (node->flags & MANUAL) {
        int64_t taken = node->early_finish;
        EACH(k, n->child_at, node->other)
            taken = most(taken, n->node[end_of(n, n->child[k])].early_finish);
        bound = least(bound, taken);
    }
    node->late_finish = node->late_start = bound;
}

static void backward_leaf(Network *n, int32_t i) {
    Node *node = n->node + i;
    if (node->flags & FINISHED) {
        node->late_start = node->early_start, node->late_finish = node->early_finish;
        return;
    }
    int64_t limit = late_bound(n, i);
    if (node->flags & MANUAL) {
        int64_t start = span_start(n, node, limit);
        node->late_finish = limit;
        node->late_start = limit >= node->early_finish ? most(start, node->early_start) : start;
        return;
    }
    int64_t finish = span_end(n, node, limit), start = start_until(n, node, limit);
    if (node->flags & HAS_CONSTRAINT && (node->constraint == SNLT || node->constraint == MSO)) {
        int64_t at = span_begin(n, node, node->constraint_at);
        if (node->constraint == MSO || at < start) start = at, finish = span_finish(n, node, at);
    }
    if (node->flags & STARTED) start = node->early_start;
    node->late_start = start, node->late_finish = finish;
}

static void backward(Network *n, int32_t i) {
    int32_t side = n->node[i].side;
    if (side == GATE) backward_gate(n, i);
    else if (side == END) backward_end(n, i);
    else backward_leaf(n, i);
}

/* ---- network.py ---- */

static int64_t last(const Network *n) {
    int64_t finish = n->start;
    int known = 0;
    for (int32_t i = 0; i < n->tasks; i++) {
        if (!(n->node[i].flags & ACTIVE)) continue;
        int64_t end = n->node[end_of(n, i)].early_finish;
        finish = known ? most(finish, end) : end, known = 1;
    }
    return finish;
}

static int64_t first(const Network *n) {
    int64_t start = n->start;
    for (int32_t i = 0; i < n->tasks; i++)
        start = i ? least(start, n->node[i].late_start) : n->node[i].late_start;
    return start;
}

static void place_end(Network *n, Node *node) {
    int known = 0;
    EACH(k, n->child_at, node->other) {
        const Node *child = n->node + end_of(n, n->child[k]);
        node->start = known ? least(node->start, child->start) : child->start;
        node->finish = known ? most(node->finish, child->finish) : child->finish;
        known = 1;
    }
}

static void push(Network *n, int32_t i) {
    Node *node = n->node + i;
    int64_t begin = NO_BOUND;
    int pushed = 0;
    EACH(k, n->in_at, i) pushed |= n->node[n->edge[n->in[k]].source].moved;
    if (!pushed) return;
    EACH(k, n->in_at, i) {
        int64_t asked = asked_start(n, n->edge + n->in[k], node, 1);
        if (k == n->in_at[i] || asked > begin) begin = asked;
    }
    node->start = most(node->start, span_begin(n, node, begin));
    node->finish = span_finish(n, node, node->start);
}

static void place(Network *n, int32_t i) {
    Node *node = n->node + i;
    node->start = node->early_start, node->finish = node->early_finish, node->moved = 0;
    if (node->side == GATE) return;
    if (node->side == END) {
        place_end(n, node);
        return;
    }
    if (node->flags & (STARTED | MANUAL)) return;
    if (node->constraint == ALAP) node->start = node->late_start, node->finish = node->late_finish;
    else push(n, i);
    node->moved = node->finish > node->early_finish;
}

/* ---- slack.py ---- */

/* Working time of `node` between its own early dates, already reckoned, and what a link leaves. */
static int64_t gap(Network *n, const Edge *edge, const Node *node, const int64_t done[2]) {
    const Node *target = n->node + edge->target;
    int starts = edge->kind == FS || edge->kind == SS, by_finish = edge->kind == FS || edge->kind == FF;
    int64_t at = earlier(n, edge, target, starts ? target->early_start : target->early_finish);
    return worked(n, node->own, at) - done[by_finish];
}

static int64_t free_slack(Network *n, int32_t i, int64_t total, const int64_t done[2]) {
    const Node *node = n->node + i;
    int64_t free = total;
    if (node->flags & FINISHED) return 0;
    if (node->time != node->own) {
        int64_t early = worked(n, node->time, node->early_finish);
        free = least(free, worked(n, node->time, node->late_finish) - early);
    }
    EACH(k, n->out_at, i) {
        const Edge *edge = n->edge + n->out[k];
        if (!(n->node[edge->target].flags & FINISHED)) free = least(free, gap(n, edge, node, done));
    }
    return most(0, free);
}

static int64_t total_slack(Network *n, const Node *node, const int64_t done[2]) {
    int64_t finish = worked(n, node->own, node->late_finish) - done[1];
    if (node->flags & (STARTED | MANUAL)) return finish;
    int64_t start = node->has_asked ? worked(n, node->own, node->asked_start) : done[0];
    return least(finish, worked(n, node->own, node->late_start) - start);
}

static void slack(Network *n, int32_t task) {
    int32_t i = end_of(n, task);
    Node *node = n->node + i;
    if (!n->any_late) node->start = node->early_start, node->finish = node->early_finish;
    node->late_start = n->node[task].late_start, node->late_finish = n->node[task].late_finish;
    const int64_t done[2] = {worked(n, node->own, node->early_start),
                             worked(n, node->own, node->early_finish)};
    int64_t total = total_slack(n, node, done);
    int64_t driver = node->driver == NOBODY || node->driver < n->tasks ? node->driver
                                                                     : n->node[node->driver].other;
    const int64_t found[] = {node->start, node->finish, node->early_start, node->early_finish,
                             node->late_start, node->late_finish, total,
                             free_slack(n, i, total, done), driver, node->reason};
    for (size_t k = 0; k < sizeof found / sizeof *found; k++)
        n->answer[k * n->tasks + task] = found[k];
}

/* ---- what network.py of this folder calls ---- */

static void enter(Network *n) {
    if (n->phase == FORWARD) n->start = n->plan_start;
    if (n->phase == BACKWARD) n->finish = n->from_finish ? n->plan_finish : last(n);
    if (n->phase == AGAIN) n->start = first(n);
}

static void step(Network *n) {
    if (n->phase == FORWARD || n->phase == AGAIN) forward(n, n->order[n->at]);
    if (n->phase == BACKWARD) backward(n, n->order[n->nodes - 1 - n->at]);
    if (n->phase == PLACE) place(n, n->order[n->at]);
    if (n->phase == SLACK) slack(n, n->at);
}

/* Begin anew with `phase` and `at` zero. Stops early, and says 0, where a calendar is `lacking`. */
int32_t network_run(Network *n) {
    n->lacking = NOBODY;
    for (; n->phase < DONE; n->phase++, n->at = 0) {
        if ((n->phase == AGAIN && !n->from_finish) || (n->phase == PLACE && !n->any_late)) continue;
        if (!n->at) enter(n);
        int32_t count = n->phase == SLACK ? n->tasks : n->nodes;
        for (; n->at < count; n->at++) {
            step(n);
            if (n->lacking != NOBODY) return 0;
        }
    }
    return 1;
}

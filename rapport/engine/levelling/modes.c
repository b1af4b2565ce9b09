/* The search over orders and modes, compiled. `mode_search.py` tells what it does and why.
 *
 * Times are slots. A schedule is made forward, or backward as in a mirror that stands at a last
 * finish: time runs from there to zero and successors come first.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NEVER INT32_MAX
#define ATTEMPTS 200 /* mode changes to make the stocks suffice */

typedef struct { /* mode_tables.py */
    int32_t count, limits, stocks, steps, leads;
    const int32_t *mode_at, *duration, *demand, *consumes;
    const int32_t *release, *calendar, *tail;
    const int32_t *before_at, *before, *before_lag, *after_at, *after, *after_lag;
    const int32_t *step_time, *step_room, *stock;
    const int32_t *period_at, *period_from, *period_to, *period_worked;
} Problem;

typedef struct { /* an order of the activities, a mode for each, and the starts these lead to */
    int32_t *order, *mode, *start, makespan;
    double weight;
} Member;

typedef struct {
    const Problem *problem;
    int32_t bound, size, filled, mirror, segments;
    int32_t *start, *finish, *order, *mode, *key, *seen, *spare, *time, *room, *block;
    int64_t *left, *work, made, idle;
    uint64_t random;
    Member *members, best, child;
} Search;

/* ---- random ---- */

static uint64_t draw(Search *s) { /* splitmix64: Steele, Lea and Flood 2014 */
    uint64_t mixed = s->random += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int32_t below(Search *s, int32_t many) {
    return (int32_t)(((draw(s) >> 32) * (uint64_t)many) >> 32);
}

static int chance(Search *s, int32_t percent) { return below(s, 100) < percent; }

/* ---- calendars ---- */

/* The first period of a calendar that ends after `slot`. */
static int32_t period(const Problem *p, int32_t calendar, int32_t slot) {
    int32_t low = p->period_at[calendar], high = p->period_at[calendar + 1];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (p->period_to[middle] > slot) high = middle;
        else low = middle + 1;
    }
    return low;
}

static int32_t opening(const Search *s, int32_t calendar, int32_t slot) {
    const Problem *p = s->problem;
    int32_t at = period(p, calendar, s->mirror ? s->mirror - slot - 1 : slot);
    if (s->mirror) { /* the last worked slot before the one mirrored */
        int32_t end = s->mirror - slot;
        if (at == p->period_at[calendar + 1] || p->period_from[at] >= end) {
            if (at-- == p->period_at[calendar]) return NEVER;
            end = p->period_to[at];
        }
        return s->mirror - end;
    }
    if (at == p->period_at[calendar + 1]) return NEVER;
    return p->period_from[at] > slot ? p->period_from[at] : slot;
}

/* When work of `duration` is done that begins in the worked slot `slot`. */
static int32_t closing(const Search *s, int32_t calendar, int32_t slot, int32_t duration) {
    const Problem *p = s->problem;
    int32_t here = s->mirror ? s->mirror - slot - 1 : slot;
    int32_t at = period(p, calendar, here), low = p->period_at[calendar];
    int32_t done = p->period_worked[at] + here - p->period_from[at];
    if (s->mirror) {
        done += 1 - duration;
        if (done < 0) return NEVER;
        while (p->period_worked[at] > done) at--;
        return s->mirror - (p->period_from[at] + done - p->period_worked[at]);
    }
    done += duration, low = p->period_at[calendar + 1];
    while (at < low && p->period_worked[at] + p->period_to[at] - p->period_from[at] < done) at++;
    return at == low ? NEVER : p->period_from[at] + done - p->period_worked[at];
}

/* ---- schedule generation ---- */

/* The profile of what there is before anything is placed. */
static void empty(Search *s) {
    const Problem *p = s->problem;
    size_t row = sizeof(int32_t) * p->limits;
    s->segments = 0;
    for (int32_t k = 0; k < p->steps; k++) {
        int32_t step = s->mirror ? p->steps - 1 - k : k, from = p->step_time[step];
        if (s->mirror) {
            if (step && s->mirror <= p->step_time[step]) continue;
            from = step == p->steps - 1 ? 0 : s->mirror - p->step_time[step + 1];
            if (from < 0) from = 0;
        }
        s->time[s->segments] = from;
        memcpy(s->room + (size_t)s->segments++ * p->limits, p->step_room + (size_t)step * p->limits,
               row);
    }
}

static int fits(const int32_t *room, const int32_t *demand, int32_t limits) {
    for (int32_t k = 0; k < limits; k++)
        if (room[k] < demand[k]) return 0;
    return 1;
}

/* The earliest start from `begin` on, or NEVER if it is not before `late`; its finish, and the
 * segment it lies in. `segment` comes in as one that begins no later. */
static int32_t earliest(const Search *s, int32_t i, int32_t mode, int32_t begin, int32_t late,
                        int32_t *end, int32_t *segment) {
    const Problem *p = s->problem;
    const int32_t *demand = p->demand + (size_t)mode * p->limits, duration = p->duration[mode];
    int32_t calendar = p->calendar[i], k = *segment;
    if (!duration) return *end = begin;
    while (begin < late) {
        if (calendar >= 0 && (begin = opening(s, calendar, begin)) == NEVER) return NEVER;
        *end = calendar < 0 ? begin + duration : closing(s, calendar, begin, duration);
        if (*end == NEVER) return NEVER;
        while (k + 1 < s->segments && s->time[k + 1] <= begin) k++;
        int32_t at = k;
        while (at < s->segments && s->time[at] < *end &&
               fits(s->room + (size_t)at * p->limits, demand, p->limits))
            at++;
        if (at == s->segments || s->time[at] >= *end) {
            *segment = k;
            return begin < late ? begin : NEVER;
        }
        do at++;
        while (at < s->segments && !fits(s->room + (size_t)at * p->limits, demand, p->limits));
        if (at == s->segments) return NEVER;
        k = at, begin = s->time[at];
    }
    return NEVER;
}

/* Cut segment `k` at `time`; the segment that begins there. */
static int32_t cut(Search *s, int32_t k, int32_t time) {
    size_t limits = s->problem->limits, moved = s->segments++ - k;
    if (s->time[k] == time) return s->segments--, k;
    memmove(s->time + k + 1, s->time + k, sizeof(int32_t) * moved);
    memmove(s->room + (k + 1) * limits, s->room + k * limits, sizeof(int32_t) * moved * limits);
    s->time[k + 1] = time;
    return k + 1;
}

static void take(Search *s, int32_t k, int32_t begin, int32_t end, const int32_t *demand) {
    int32_t limits = s->problem->limits, last = k = cut(s, k, begin);
    while (last + 1 < s->segments && s->time[last + 1] < end) last++;
    if (last + 1 == s->segments || s->time[last + 1] > end) cut(s, last, end);
    for (; k <= last; k++)
        for (int32_t l = 0; l < limits; l++) s->room[(size_t)k * limits + l] -= demand[l];
}

/* What is left of a stock if an activity goes over to another mode. */
static int64_t spared(const Search *s, int32_t stock, int32_t from, int32_t to) {
    const int32_t *consumes = s->problem->consumes + stock;
    int32_t stocks = s->problem->stocks;
    return s->left[stock] + consumes[(size_t)from * stocks] - consumes[(size_t)to * stocks];
}

static void change(Search *s, int32_t i, int32_t mode) {
    for (int32_t k = 0; k < s->problem->stocks; k++)
        s->left[k] = spared(s, k, s->mode[i], mode);
    s->mode[i] = mode;
}

static int affordable(const Search *s, int32_t from, int32_t to) {
    for (int32_t k = 0; k < s->problem->stocks; k++)
        if (spared(s, k, from, to) < 0) return 0;
    return 1;
}

/* Place the activities in the order, each in its mode, or now and then in the one that is done
 * first among those the stocks afford. The last finish. */
static int32_t generate(Search *s, int32_t mirror, int32_t percent) {
    const Problem *p = s->problem;
    const int32_t *at = mirror ? p->after_at : p->before_at, *other = mirror ? p->after : p->before;
    const int32_t *lag = mirror ? p->after_lag : p->before_lag;
    int32_t last = 0;
    s->mirror = mirror, s->made++;
    empty(s);
    for (int32_t x = 0; x < p->count; x++) {
        int32_t i = s->order[x], begin = mirror ? 0 : p->release[i], first = s->segments - 1;
        for (int32_t k = at[i]; k < at[i + 1]; k++)
            if (s->finish[other[k]] + lag[k] > begin) begin = s->finish[other[k]] + lag[k];
        while (first && s->time[first] > begin) first--;
        int32_t mode = s->mode[i], best = mode, segment = first, end = 0;
        int32_t start = earliest(s, i, mode, begin, NEVER, &end, &segment);
        if (start == NEVER) return NEVER;
        if (p->mode_at[i + 1] - p->mode_at[i] > 1 && chance(s, percent))
            for (int32_t m = p->mode_at[i]; m < p->mode_at[i + 1]; m++) {
                int32_t from = first, until = 0;
                if (m == mode || !affordable(s, mode, m)) continue;
                int32_t found = earliest(s, i, m, begin, end - p->duration[m] + 1, &until, &from);
                if (found == NEVER || until > end) continue;
                if (until == end && s->work[m] >= s->work[best]) continue;
                best = m, start = found, end = until, segment = from;
            }
        if (best != mode) change(s, i, best);
        s->start[i] = start, s->finish[i] = end;
        if (end > start) take(s, segment, start, end, p->demand + (size_t)best * p->limits);
        if (end > last) last = end;
    }
    return last;
}

/* ---- orders ---- */

static void visit(Search *s, int32_t i, int32_t *order, int32_t *filled, int32_t mirror) {
    const Problem *p = s->problem;
    const int32_t *at = mirror ? p->after_at : p->before_at, *other = mirror ? p->after : p->before;
    if (s->seen[i]) return;
    s->seen[i] = 1;
    for (int32_t k = at[i]; k < at[i + 1]; k++) visit(s, other[k], order, filled, mirror);
    order[(*filled)++] = i;
}

/* Sort by `key`, of equal ones the earlier in the order first; with leads, predecessors first. */
static void sort(Search *s, int32_t *order, const int32_t *key, int32_t mirror) {
    int32_t count = s->problem->count, filled = 0;
    for (int32_t x = 1; x < count; x++) {
        int32_t i = order[x], y = x;
        for (; y && key[order[y - 1]] > key[i]; y--) order[y] = order[y - 1];
        order[y] = i;
    }
    if (!s->problem->leads) return;
    memcpy(s->spare, order, sizeof(int32_t) * count);
    memset(s->seen, 0, sizeof(int32_t) * count);
    for (int32_t x = 0; x < count; x++) visit(s, s->spare[x], order, &filled, mirror);
}

/* The working order turned round, and sorted by falling finish. */
static void turn(Search *s, int32_t mirror) {
    for (int32_t a = 0, b = s->problem->count - 1; a < b; a++, b--) {
        int32_t other = s->order[a];
        s->order[a] = s->order[b], s->order[b] = other;
    }
    for (int32_t i = 0; i < s->problem->count; i++) s->key[i] = -s->finish[i];
    sort(s, s->order, s->key, mirror);
}

/* ---- members ---- */

static int better(const Member *a, const Member *b) {
    return a->makespan < b->makespan || (a->makespan == b->makespan && a->weight < b->weight);
}

static void copy(const Search *s, Member *to, const Member *from) {
    size_t bytes = sizeof(int32_t) * s->problem->count;
    memcpy(to->order, from->order, bytes);
    memcpy(to->mode, from->mode, bytes);
    memcpy(to->start, from->start, bytes);
    to->makespan = from->makespan, to->weight = from->weight;
}

static void keep(Search *s, Member *m, int32_t makespan) {
    size_t bytes = sizeof(int32_t) * s->problem->count;
    memcpy(m->order, s->order, bytes);
    memcpy(m->mode, s->mode, bytes);
    memcpy(m->start, s->start, bytes);
    sort(s, m->order, m->start, 0);
    m->makespan = makespan, m->weight = 0;
    for (int32_t i = 0; i < s->problem->count; i++)
        m->weight += (double)s->finish[i] * s->finish[i] * s->finish[i];
}

/* What is taken too much from all stocks together, if activity `i` were in `mode`. */
static int64_t excess(const Search *s, int32_t i, int32_t mode) {
    int64_t over = 0;
    for (int32_t k = 0; k < s->problem->stocks; k++) {
        int64_t left = spared(s, k, s->mode[i], mode);
        if (left < 0) over -= left;
    }
    return over;
}

/* Change modes until the stocks suffice; whether they do. */
static int afford(Search *s) {
    const Problem *p = s->problem;
    for (int32_t k = 0; k < p->stocks; k++) {
        s->left[k] = p->stock[k];
        for (int32_t i = 0; i < p->count; i++)
            s->left[k] -= p->consumes[(size_t)s->mode[i] * p->stocks + k];
    }
    int64_t over = excess(s, 0, s->mode[0]);
    for (int32_t attempt = 0; over > 0 && attempt < ATTEMPTS; attempt++) {
        int64_t least = INT64_MAX;
        int32_t chosen = 0, mode = s->mode[0], ties = 0;
        for (int32_t i = 0; i < p->count; i++)
            for (int32_t m = p->mode_at[i]; m < p->mode_at[i + 1]; m++) {
                int64_t then = m == s->mode[i] ? INT64_MAX : excess(s, i, m);
                if (then > least || then == INT64_MAX) continue;
                ties = then < least ? 1 : ties + 1;
                if (below(s, ties) == 0) chosen = i, mode = m;
                least = then;
            }
        if (least >= over || chance(s, 10)) {
            chosen = below(s, p->count);
            mode = p->mode_at[chosen] + below(s, p->mode_at[chosen + 1] - p->mode_at[chosen]);
        }
        change(s, chosen, mode);
        over = excess(s, 0, s->mode[0]);
        s->made += attempt % 8 == 7;
    }
    return over <= 0;
}

/* Schedule the child and justify it backward and forward while that shortens it. */
static int32_t improve(Search *s) {
    size_t bytes = sizeof(int32_t) * s->problem->count;
    Member *child = &s->child;
    memcpy(s->order, child->order, bytes);
    memcpy(s->mode, child->mode, bytes);
    child->makespan = NEVER;
    if (!afford(s)) return s->made++, 0;
    int32_t makespan = generate(s, 0, 15);
    if (makespan == NEVER) return 0;
    keep(s, child, makespan);
    for (int32_t before = NEVER; makespan < before && makespan > s->bound;) {
        before = makespan;
        memcpy(s->order, child->order, bytes);
        turn(s, 1);
        if (generate(s, before, 2) == NEVER) break;
        turn(s, 0);
        makespan = generate(s, 0, 2);
        if (makespan <= before) keep(s, child, makespan);
    }
    if (better(child, &s->best)) copy(s, &s->best, child);
    return 1;
}

/* ---- the population ---- */

/* Any order with predecessors first, preferring long tails, and any modes, preferring little work. */
static void invent(Search *s) {
    const Problem *p = s->problem;
    int32_t ready = 0, *waiting = s->seen, *list = s->spare;
    for (int32_t i = 0; i < p->count; i++) {
        int32_t modes = p->mode_at[i + 1] - p->mode_at[i], mode = p->mode_at[i] + below(s, modes);
        int32_t other = p->mode_at[i] + below(s, modes);
        s->child.mode[i] = s->work[other] < s->work[mode] && chance(s, 50) ? other : mode;
        waiting[i] = p->before_at[i + 1] - p->before_at[i];
        if (!waiting[i]) list[ready++] = i;
    }
    for (int32_t filled = 0; ready;) {
        int32_t at = below(s, ready);
        for (int32_t trial = 0; trial < 2; trial++) {
            int32_t other = below(s, ready);
            if (p->tail[list[other]] > p->tail[list[at]]) at = other;
        }
        int32_t i = list[at];
        list[at] = list[--ready];
        s->child.order[filled++] = i;
        for (int32_t k = p->after_at[i]; k < p->after_at[i + 1]; k++)
            if (!--waiting[p->after[k]]) list[ready++] = p->after[k];
    }
}

static void inherit(Search *s, const Member *from, int32_t *filled, int32_t until) {
    for (int32_t x = 0; x < s->problem->count && *filled < until; x++) {
        int32_t i = from->order[x];
        if (s->seen[i]) continue;
        s->seen[i] = 1;
        s->child.order[(*filled)++] = i;
        s->child.mode[i] = from->mode[i];
    }
}

static Member *parent(Search *s) {
    Member *one = s->members + below(s, s->size), *other = s->members + below(s, s->size);
    return better(other, one) ? other : one;
}

/* Two-point crossover: the order and the modes between the points come from the other parent. */
static void cross(Search *s) {
    const Member *one = parent(s), *other = parent(s);
    int32_t count = s->problem->count, filled = 0;
    int32_t x = below(s, count + 1), y = below(s, count + 1);
    memset(s->seen, 0, sizeof(int32_t) * count);
    inherit(s, one, &filled, x < y ? x : y);
    inherit(s, other, &filled, x < y ? y : x);
    inherit(s, one, &filled, count);
}

static void mutate(Search *s) {
    const Problem *p = s->problem;
    int32_t *order = s->child.order;
    for (int32_t x = 0; x + 1 < p->count; x++) {
        if (!chance(s, 5)) continue;
        int32_t i = order[x], next = order[x + 1], free = 1;
        for (int32_t k = p->before_at[next]; k < p->before_at[next + 1]; k++)
            free &= p->before[k] != i;
        if (free) order[x] = next, order[x + 1] = i;
    }
    for (int32_t i = 0; i < p->count; i++)
        if (chance(s, 2))
            s->child.mode[i] = p->mode_at[i] + below(s, p->mode_at[i + 1] - p->mode_at[i]);
}

/* The child takes the place of the worst of a few, unless its like is there. */
static void replace(Search *s) {
    int32_t worst = below(s, s->size);
    for (int32_t trial = 0; trial < 4; trial++) {
        int32_t other = below(s, s->size);
        if (better(s->members + worst, s->members + other)) worst = other;
    }
    if (!better(&s->child, s->members + worst)) return;
    for (int32_t k = 0; k < s->size; k++)
        if (s->members[k].makespan == s->child.makespan && s->members[k].weight == s->child.weight)
            return;
    copy(s, s->members + worst, &s->child);
}

static void step(Search *s) {
    int32_t known = s->best.makespan;
    if (s->filled < s->size) {
        invent(s);
        if (improve(s)) copy(s, s->members + s->filled++, &s->child);
        s->idle = s->made;
        return;
    }
    cross(s);
    mutate(s);
    if (improve(s)) replace(s);
    if (s->best.makespan < known) s->idle = s->made;
    if (s->made - s->idle > 250 * (int64_t)s->size) s->filled = 0;
}

/* ---- mode_search.py ---- */

void modes_close(Search *s) {
    if (!s) return;
    free(s->block), free(s->left), free(s->work), free(s->members), free(s);
}

Search *modes_open(const Problem *p, int32_t bound, int32_t size, uint64_t seed) {
    size_t count = p->count, most = 2 * count + p->steps + 2, modes = p->mode_at[count];
    Search *s = calloc(1, sizeof(Search));
    if (!s) return NULL;
    *s = (Search){.problem = p, .bound = bound, .size = size, .random = seed};
    s->block = calloc(7 * count + most * (1 + p->limits) + 3 * count * (size + 2), sizeof(int32_t));
    s->left = calloc(p->stocks + 1, sizeof(int64_t));
    s->work = calloc(modes + 1, sizeof(int64_t));
    s->members = calloc(size, sizeof(Member));
    if (!s->block || !s->left || !s->work || !s->members) return modes_close(s), NULL;
    int32_t *at = s->block, **lists[] = {&s->start, &s->finish, &s->order, &s->mode,
                                         &s->key,   &s->seen,   &s->spare};
    for (int k = 0; k < 7; k++, at += count) *lists[k] = at;
    s->time = at, s->room = at + most, at += most * (1 + p->limits);
    for (int32_t k = 0; k < size + 2; k++, at += 3 * count) {
        Member *one = k < size ? s->members + k : k == size ? &s->best : &s->child;
        *one = (Member){at, at + count, at + 2 * count, NEVER, 0};
    }
    for (size_t m = 0; m < modes; m++)
        for (int32_t k = 0; k < p->limits; k++)
            s->work[m] += (int64_t)p->demand[m * p->limits + k] * p->duration[m];
    return s;
}

int64_t modes_run(Search *s, int64_t until) {
    while (s->made < until && s->best.makespan > s->bound) step(s);
    return s->made;
}

int32_t modes_best(const Search *s, int32_t *start, int32_t *mode) {
    memcpy(start, s->best.start, sizeof(int32_t) * s->problem->count);
    memcpy(mode, s->best.mode, sizeof(int32_t) * s->problem->count);
    return s->best.makespan;
}

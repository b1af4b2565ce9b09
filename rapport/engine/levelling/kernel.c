/* The inner loop of levelling, compiled: what generation.py, justification.py and genetic.py say
 * in Python, number for number. Those files tell the why; this one is only faster.
 *
 * Times are slots. Resources are packed into words of 64 bits, each in a lane under a guard bit:
 * what is left holds all guards, and needs fit if taking them away leaves every guard in place.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NEVER INT32_MAX
#define INLINE static inline __attribute__((always_inline))

typedef struct { /* direction.py */
    int32_t count, words, steps, calendars;
    const int32_t *duration, *release, *calendar;
    const int32_t *before_at, *before, *lag;
    const uint64_t *working, *resting, *guard;
    const int32_t *step_time;
    const uint64_t *step_room;
    const uint8_t *step_open;
    const int32_t *period_at, *period_from, *period_to, *period_worked;
} Direction;

typedef struct { /* a step of the profile: from `time` to that of `next`, in step `step` of old */
    int32_t time, next, step;
    uint64_t room; /* unless it needs more words than one */
} Node;

typedef struct {
    const Direction *direction[2];
    int32_t horizon, bound, size, filled, rules, best;
    int64_t made, idle;
    uint64_t random;
    const int32_t *rule;
    int32_t *best_start, *member, *value;
    int32_t *start, *finish, *ends, *child, *key, *spare;
    uint8_t *taken;
    Node *node;
    uint64_t *room;
} Search;

/* ---- generation.py ---- */

/* The period of a calendar that holds `slot`, or the next one. */
static int32_t period(const Direction *d, int32_t calendar, int32_t slot) {
    int32_t low = d->period_at[calendar], high = d->period_at[calendar + 1];
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (d->period_to[middle] > slot) high = middle;
        else low = middle + 1;
    }
    return low;
}

static int32_t opening(const Direction *d, int32_t calendar, int32_t slot) {
    if (!calendar) return slot;
    int32_t at = period(d, calendar, slot);
    if (at == d->period_at[calendar + 1]) return NEVER;
    return d->period_from[at] > slot ? d->period_from[at] : slot;
}

static int32_t closing(const Direction *d, int32_t calendar, int32_t slot, int32_t duration) {
    if (!calendar) return slot + duration;
    int32_t low = period(d, calendar, slot), high = d->period_at[calendar + 1];
    int32_t done = d->period_worked[low] + slot - d->period_from[low] + duration;
    while (low < high) {
        int32_t at = (low + high) / 2;
        if (d->period_worked[at] + d->period_to[at] - d->period_from[at] >= done) high = at;
        else low = at + 1;
    }
    if (low == d->period_at[calendar + 1]) return NEVER;
    return d->period_from[low] + done - d->period_worked[low];
}

INLINE const uint64_t *need(const Direction *d, const Node *node, int32_t i, int words, int plain) {
    if (plain || d->step_open[node->step * d->calendars + d->calendar[i]])
        return d->working + (size_t)i * words;
    return d->resting + (size_t)i * words;
}

INLINE uint64_t *left(Search *s, int32_t at, int words) {
    return words == 1 ? &s->node[at].room : s->room + (size_t)at * words;
}

INLINE int fits(const uint64_t *room, const uint64_t *needed, const uint64_t *guard, int words) {
    for (int w = 0; w < words; w++)
        if (((room[w] - needed[w]) & guard[w]) != guard[w]) return 0;
    return 1;
}

INLINE int32_t split(Search *s, int32_t *used, int32_t at, int32_t time, int words) {
    int32_t fresh = (*used)++;
    s->node[fresh] = (Node){time, s->node[at].next, s->node[at].step, 0};
    s->node[at].next = fresh;
    for (int w = 0; w < words; w++) left(s, fresh, words)[w] = left(s, at, words)[w];
    return fresh;
}

/* Place one activity no earlier than `begin`, known to lie at or after node `first`. */
INLINE int place(Search *s, const Direction *d, int32_t i, int32_t begin, int32_t first,
                 int32_t *used, int words, int plain) {
    Node *node = s->node;
    int32_t calendar = plain ? 0 : d->calendar[i], length = d->duration[i];
    if (!length) {
        s->start[i] = s->finish[i] = begin, s->ends[i] = first;
        return 1;
    }
    for (;;) {
        if (!plain) begin = opening(d, calendar, begin);
        if (begin == NEVER) return 0;
        int32_t end = plain ? begin + length : closing(d, calendar, begin, length);
        if (end == NEVER) return 0;
        while (node[node[first].next].time <= begin) first = node[first].next;
        int32_t at = first, last = first;
        while (node[at].time < end &&
               fits(left(s, at, words), need(d, node + at, i, words, plain), d->guard, words))
            last = at, at = node[at].next;
        if (node[at].time < end) {
            first = node[at].next, begin = node[first].time;
            continue;
        }
        if (node[at].time > end) at = split(s, used, last, end, words);
        if (node[first].time < begin) first = split(s, used, first, begin, words);
        for (int32_t j = first; j != at; j = node[j].next) {
            const uint64_t *needed = need(d, node + j, i, words, plain);
            for (int w = 0; w < words; w++) left(s, j, words)[w] -= needed[w];
        }
        s->start[i] = begin, s->finish[i] = end, s->ends[i] = at;
        return 1;
    }
}

INLINE int32_t lay(Search *s, const Direction *d, const int32_t *order, int32_t floor, int words,
                   int plain) {
    int32_t used = d->steps + 1, last = floor;
    for (int32_t k = 0; k < d->steps; k++) {
        s->node[k] = (Node){d->step_time[k], k + 1, k, 0};
        for (int w = 0; w < words; w++)
            left(s, k, words)[w] = d->step_room[(size_t)k * words + w];
    }
    s->node[d->steps] = (Node){NEVER, -1, 0, 0};
    s->made++;
    for (int32_t k = 0; k < d->count; k++) {
        int32_t i = order[k], first = 0;
        int32_t begin = d->release[i] > floor ? d->release[i] : floor;
        for (int32_t p = d->before_at[i]; p < d->before_at[i + 1]; p++) {
            int32_t ready = s->finish[d->before[p]] + d->lag[p];
            if (ready > begin) begin = ready, first = s->ends[d->before[p]];
        }
        if (!place(s, d, i, begin, first, &used, words, plain)) return NEVER;
        if (s->finish[i] > last) last = s->finish[i];
    }
    return last;
}

/* The last finish of the schedule that an order makes, or NEVER where a calendar ends before. */
static int32_t generate(Search *s, const Direction *d, const int32_t *order, int32_t floor) {
    int plain = d->calendars == 1;
    if (d->words == 1) return plain ? lay(s, d, order, floor, 1, 1) : lay(s, d, order, floor, 1, 0);
    return lay(s, d, order, floor, d->words, plain);
}

/* ---- justification.py ---- */

/* The activities by rising key from 0 to `most`, of equal ones the lower number first. */
static void sort(Search *s, int32_t most, int32_t *order) {
    int32_t count = s->direction[0]->count, passes = most > 0xFFFFFF ? 4 : most > 0xFFFF ? 3 : most > 0xFF ? 2 : 1;
    int32_t *from = passes % 2 ? s->spare : order, *to = passes % 2 ? order : s->spare;
    for (int32_t i = 0; i < count; i++) from[i] = i;
    for (int shift = 0; shift < 8 * passes; shift += 8) {
        int32_t at[257] = {0};
        for (int32_t k = 0; k < count; k++) at[1 + ((s->key[k] >> shift) & 255)]++;
        for (int k = 0; k < 256; k++) at[k + 1] += at[k];
        for (int32_t k = 0; k < count; k++) to[at[(s->key[from[k]] >> shift) & 255]++] = from[k];
        int32_t *other = from;
        from = to, to = other;
    }
}

static void turned(Search *s, int32_t last, int32_t most, int32_t *order) {
    int32_t count = s->direction[0]->count;
    for (int32_t i = 0; i < count; i++) s->key[count - 1 - i] = last - s->finish[i];
    sort(s, most, order);
}

static void by_start(Search *s, int32_t *order) {
    memcpy(s->key, s->start, sizeof(int32_t) * s->direction[0]->count);
    sort(s, s->horizon, order);
}

static int32_t improve(Search *s, int32_t *order, int32_t worst) {
    int32_t last = generate(s, s->direction[0], order, 0);
    if (last == NEVER) return last;
    for (;;) {
        int32_t before = last;
        turned(s, last, last, order);
        last = generate(s, s->direction[1], order, s->horizon - before);
        turned(s, last, last, order);
        last = generate(s, s->direction[0], order, 0);
        if (last <= s->bound || last >= before || last > worst) break;
    }
    if (last < s->best) {
        s->best = last;
        memcpy(s->best_start, s->start, sizeof(int32_t) * s->direction[0]->count);
    }
    by_start(s, order);
    return last;
}

/* ---- splitmix.py ---- */

static uint64_t draw(Search *s) {
    uint64_t mixed = s->random += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int32_t below(Search *s, int32_t number) {
    return (int32_t)(((draw(s) >> 32) * (uint64_t)number) >> 32);
}

/* ---- genetic.py ---- */

enum { TOURNAMENT = 3, UNREST = 600, PATIENCE = 20, NEARLY = 1 };

static int ready(const Search *s, int32_t i) {
    const Direction *d = s->direction[0];
    if (s->taken[i]) return 0;
    for (int32_t p = d->before_at[i]; p < d->before_at[i + 1]; p++)
        if (!s->taken[d->before[p]]) return 0;
    return 1;
}

static void sampled(Search *s, int32_t *order) {
    int32_t count = s->direction[0]->count, *open = s->spare;
    const int32_t *rule = s->rule + (size_t)(s->filled % s->rules) * count;
    memset(s->taken, 0, count);
    for (int32_t k = 0; k < count; k++) {
        int32_t opens = 0, worst = 0, j = 0;
        int64_t total = 0;
        for (int32_t i = 0; i < count; i++)
            if (ready(s, i)) {
                open[opens++] = i;
                if (rule[i] > worst) worst = rule[i];
            }
        for (j = 0; j < opens; j++) {
            int64_t regret = worst - rule[open[j]] + 1;
            total += regret * regret;
        }
        int64_t left = (int64_t)(draw(s) >> 1) % total;
        for (j = 0;; j++) {
            int64_t regret = worst - rule[open[j]] + 1;
            left -= regret * regret;
            if (left < 0) break;
        }
        order[k] = open[j], s->taken[open[j]] = 1;
    }
}

static int32_t pick(Search *s) {
    int32_t best = below(s, s->size);
    for (int k = 1; k < TOURNAMENT; k++) {
        int32_t other = below(s, s->size);
        if (s->value[other] < s->value[best]) best = other;
    }
    return best;
}

static void crossed(Search *s, const int32_t *mother, const int32_t *father, int32_t *child) {
    int32_t count = s->direction[0]->count, k = 0;
    int32_t length = count / 4 + below(s, count / 2), first = below(s, count - length + 1);
    memset(s->taken, 0, count);
    for (; k < first; k++) child[k] = mother[k], s->taken[child[k]] = 1;
    for (int32_t j = 0; k < first + length; j++)
        if (!s->taken[father[j]]) child[k++] = father[j], s->taken[father[j]] = 1;
    for (int32_t j = 0; k < count; j++)
        if (!s->taken[mother[j]]) child[k++] = mother[j];
}

static int precedes(const Direction *d, int32_t one, int32_t other) {
    for (int32_t p = d->before_at[other]; p < d->before_at[other + 1]; p++)
        if (d->before[p] == one) return 1;
    return 0;
}

static void moved(Search *s, int32_t *order) {
    const Direction *d = s->direction[0];
    int32_t most = UNREST / d->count < d->count ? UNREST / d->count : d->count;
    for (int32_t left = below(s, most + 2); left; left--) {
        int32_t at = below(s, d->count), low = at, high = at, one = order[at];
        while (low > 0 && !precedes(d, order[low - 1], one)) low--;
        while (high + 1 < d->count && !precedes(d, one, order[high + 1])) high++;
        int32_t to = low + below(s, high - low + 1);
        for (; at < to; at++) order[at] = order[at + 1];
        for (; at > to; at--) order[at] = order[at - 1];
        order[at] = one;
    }
}

static int known(const Search *s, const int32_t *child, int32_t value) {
    size_t count = s->direction[0]->count;
    for (int32_t k = 0; k < s->size; k++)
        if (s->value[k] == value && !memcmp(s->member + k * count, child, sizeof(int32_t) * count))
            return 1;
    return 0;
}

static int64_t distance(Search *s, const int32_t *one, const int32_t *other) {
    int64_t sum = 0;
    for (int32_t k = 0; k < s->direction[0]->count; k++) s->key[one[k]] = k;
    for (int32_t k = 0; k < s->direction[0]->count; k++) sum += abs(s->key[other[k]] - k);
    return sum;
}

static void found(Search *s) {
    int32_t count = s->direction[0]->count;
    sampled(s, s->child);
    s->value[s->filled] = improve(s, s->child, NEVER);
    memcpy(s->member + (size_t)s->filled * count, s->child, sizeof(int32_t) * count);
    s->filled++, s->idle = 0;
}

static void breed(Search *s) {
    int32_t count = s->direction[0]->count, one = pick(s), other = pick(s), *child = s->child;
    if (other == one) other = (one + 1) % s->size;
    int32_t *mother = s->member + (size_t)one * count, *father = s->member + (size_t)other * count;
    int32_t worst = s->value[one] > s->value[other] ? s->value[one] : s->value[other];
    crossed(s, mother, father, child);
    moved(s, child);
    int32_t value = improve(s, child, worst < NEVER ? worst + NEARLY : worst);
    int32_t old = distance(s, child, mother) < distance(s, child, father) ? one : other;
    s->idle++;
    if (value <= s->value[old] && !known(s, child, value)) {
        if (value < s->value[old]) s->idle = 0;
        s->value[old] = value;
        memcpy(s->member + (size_t)old * count, child, sizeof(int32_t) * count);
    }
    if (s->idle > (int64_t)PATIENCE * s->size) s->filled = 0;
}

/* ---- what native.py calls ---- */

void levelling_close(Search *s) {
    if (!s) return;
    void *owned[] = {s->best_start, s->member, s->value, s->start, s->finish, s->ends,
                     s->child, s->key, s->spare, s->taken, s->node, s->room, s};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++) free(owned[k]);
}

/* A search over both directions, which must outlive it; NULL if there is no memory for it. */
Search *levelling_open(const Direction *forward, const Direction *backward, const int32_t *rule,
                       int32_t rules, int32_t horizon, int32_t bound, int32_t size, uint64_t seed) {
    Search *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    size_t count = forward->count, word = sizeof(int32_t);
    size_t steps = forward->steps > backward->steps ? forward->steps : backward->steps;
    s->direction[0] = forward, s->direction[1] = backward, s->rule = rule, s->rules = rules;
    s->horizon = horizon, s->bound = bound, s->size = size, s->random = seed, s->best = NEVER;
    s->best_start = calloc(count + 1, word), s->member = calloc(count * size + 1, word);
    s->value = calloc(size, word), s->start = calloc(count + 1, word);
    s->finish = calloc(count + 1, word), s->ends = calloc(count + 1, word);
    s->child = calloc(count + 1, word), s->key = calloc(count + 1, word);
    s->spare = calloc(count + 1, word), s->taken = calloc(count + 1, 1);
    s->node = calloc(steps + 2 * count + 2, sizeof *s->node);
    s->room = calloc((steps + 2 * count + 2) * forward->words, sizeof *s->room);
    if (s->best_start && s->member && s->value && s->start && s->finish && s->ends && s->child &&
        s->key && s->spare && s->taken && s->node && s->room)
        return s;
    levelling_close(s);
    return NULL;
}

/* Search until so many schedules are made in all or the bound is met; returns how many were. */
int64_t levelling_run(Search *s, int64_t until) {
    while (s->made < until && s->best > s->bound) {
        if (s->filled < s->size) found(s);
        else breed(s);
    }
    return s->made;
}

/* The last finish of the best schedule, NEVER if there is none, and its starts. */
int32_t levelling_best(const Search *s, int32_t *start) {
    memcpy(start, s->best_start, sizeof(int32_t) * s->direction[0]->count);
    return s->best;
}

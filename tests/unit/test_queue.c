/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bounded queue between threads: everything comes out once, in order, and nobody hangs. */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "indexer/queue.h"

#define MANY 20000
#define THREADS 3

static ph_error err;
static int dropped;

static void count_drop(void *element)
{
    (void)element;
    dropped++;
}

static ph_queue *queue_of(size_t room)
{
    ph_queue *q;
    dropped = 0;
    assert_int_equal(ph_queue_new(&q, room, count_drop, &err), PH_OK);
    return q;
}

static int numbers[THREADS][MANY];

typedef struct side {
    ph_queue *queue;
    int which;
    int last[THREADS];
    size_t taken;
    bool in_order;
} side;

static void *put_all(void *user)
{
    side *s = user;
    for (int i = 0; i < MANY; i++) {
        numbers[s->which][i] = i;
        s->in_order =
            ph_queue_put(s->queue, &numbers[s->which][i], 1 + (size_t)i % 7) && s->in_order;
    }
    return NULL;
}

/* What one thread put comes in its order to whoever takes it. */
static void *take_all(void *user)
{
    side *s = user;
    const int *n;
    while ((n = ph_queue_take(s->queue)) != NULL) {
        for (int w = 0; w < THREADS; w++)
            if (n >= numbers[w] && n < numbers[w] + MANY) {
                s->in_order = s->in_order && *n >= s->last[w];
                s->last[w] = *n;
            }
        s->taken++;
    }
    return NULL;
}

static void everything_comes_out_once(void **state)
{
    ph_queue *q = queue_of(50);
    pthread_t putters[THREADS], takers[THREADS];
    side puts[THREADS], takes[THREADS];
    size_t taken = 0;
    (void)state;
    for (int i = 0; i < THREADS; i++) {
        puts[i] = (side){.queue = q, .which = i, .in_order = true};
        takes[i] = (side){.queue = q, .in_order = true};
        assert_int_equal(pthread_create(&putters[i], NULL, put_all, &puts[i]), 0);
        assert_int_equal(pthread_create(&takers[i], NULL, take_all, &takes[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(putters[i], NULL);
    ph_queue_close(q);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(takers[i], NULL);
        taken += takes[i].taken;
        assert_true(takes[i].in_order && puts[i].in_order);
    }
    assert_int_equal(taken, THREADS * MANY);
    ph_queue_free(q);
    assert_int_equal(dropped, 0);
}

static void one_always_fits(void **state)
{
    int a = 1, b = 2;
    ph_queue *q = queue_of(10);
    (void)state;
    assert_true(ph_queue_put(q, &a, 1000));
    assert_ptr_equal(ph_queue_take(q), &a);
    assert_true(ph_queue_put(q, &a, 4));
    assert_true(ph_queue_put(q, &b, 6));
    ph_queue_close(q);
    assert_ptr_equal(ph_queue_take(q), &a);
    assert_ptr_equal(ph_queue_take(q), &b);
    assert_null(ph_queue_take(q));
    ph_queue_free(q);
}

static void *put_two(void *user)
{
    static int a, b;
    side *s = user;
    s->in_order = ph_queue_put(s->queue, &a, 10);
    s->in_order = ph_queue_put(s->queue, &b, 10); /* waits */
    return NULL;
}

static void abort_wakes_and_drops(void **state)
{
    ph_queue *q = queue_of(10);
    pthread_t thread;
    side s = {.queue = q};
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, put_two, &s), 0);
    ph_queue_abort(q);
    pthread_join(thread, NULL);
    assert_false(s.in_order);
    assert_null(ph_queue_take(q));
    ph_queue_free(q);
    assert_int_equal(dropped, 2);
    ph_queue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_comes_out_once),
        cmocka_unit_test(one_always_fits),
        cmocka_unit_test(abort_wakes_and_drops),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

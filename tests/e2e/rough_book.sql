-- What a book has after years that the demo has not: people who left, files that were joined, foreign
-- money, promises moved and given up, requests opened again and taken back, sales put right, and
-- moments that lie exactly on the edge of a day, a week, a limit. Run over the demo of Monday
-- 23 November 2026, 10:00 in Shanghai.

INSERT INTO setting (name, value) VALUES ('stage.lead', '15%'), ('stage.proposal', '45%'),
    ('minutes.phone', '7'), ('sla.normal', '6h'), ('sla.urgent', '1h'), ('sla.complaint_days', '10');

-- Who came in the first second of a week, and in the last of a month.
UPDATE client SET created_at = '2026-11-15T16:00:00Z' WHERE id = (
    SELECT max(c.id) FROM client AS c JOIN standing ON client_id = c.id
    WHERE created_at BETWEEN '2026-11-05' AND '2026-11-22' AND since_at = created_at);
UPDATE client SET created_at = '2026-10-31T15:59:59Z' WHERE id = (
    SELECT min(c.id) FROM client AS c JOIN standing ON client_id = c.id
    WHERE created_at BETWEEN '2026-11-05' AND '2026-11-22' AND since_at = created_at);
UPDATE standing SET since_at = (SELECT created_at FROM client WHERE client.id = client_id)
    WHERE id IN (SELECT min(id) FROM standing GROUP BY client_id);

-- Who left the book, and when: in the quarter, on the edge of a week.
UPDATE client SET archived_at = '2026-10-20T03:00:00Z' WHERE id % 17 = 3;
UPDATE client SET archived_at = '2026-11-15T16:00:00Z' WHERE id % 23 = 5;
UPDATE client SET archived_at = '2026-11-22T15:59:59Z' WHERE id % 29 = 7;
UPDATE client SET archived_at = '2026-11-18T03:00:00Z', merged_into_id = id - 1 WHERE id % 31 = 9;
INSERT INTO standing (client_id, tier, status, since_at)
    SELECT id, tier, 'closed', '2026-11-19T02:00:00Z' FROM client WHERE id % 19 = 4;
UPDATE client SET status = 'closed' WHERE id % 19 = 4;
INSERT INTO standing (client_id, tier, status, since_at)
    SELECT id, 'focus', status, '2026-11-10T02:00:00Z' FROM client WHERE tier = 'key' AND id % 4 = 1;
UPDATE client SET tier = 'focus' WHERE tier = 'key' AND id % 4 = 1;
INSERT INTO standing (client_id, tier, status, since_at)
    SELECT id, 'key', status, '2026-11-01T16:00:00Z' FROM client
    WHERE tier = 'standard' AND id % 9 = 1;
UPDATE client SET tier = 'key' WHERE tier = 'standard' AND id % 9 = 1;
-- Came back as a prospect, and became a client twice within a month.
INSERT INTO standing (client_id, tier, status, since_at)
    SELECT id, tier, word, at FROM client JOIN (
        SELECT 'prospect' AS word, '2026-11-02T02:00:00Z' AS at
        UNION ALL SELECT 'active', '2026-11-04T02:00:00Z'
        UNION ALL SELECT 'prospect', '2026-11-16T02:00:00Z'
        UNION ALL SELECT 'active', '2026-11-22T16:00:00Z')
    WHERE status = 'active' AND id % 37 = 2;
UPDATE client SET status = 'dormant' WHERE status = 'prospect' AND id % 5 = 0;
INSERT INTO standing (client_id, tier, status, since_at)
    SELECT id, tier, status, '2026-11-12T02:00:00Z' FROM client
    WHERE status = 'dormant' AND id % 5 = 0;

-- Contacts on the edges, and some of no length that was typed.
UPDATE interaction SET at = '2026-11-15T15:59:59Z' WHERE id % 97 = 1 AND at > '2026-11-10';
UPDATE interaction SET at = '2026-11-15T16:00:00Z' WHERE id % 97 = 2 AND at > '2026-11-10';
UPDATE interaction SET at = '2026-11-22T15:59:59Z' WHERE id % 97 = 3 AND at > '2026-11-10';
UPDATE interaction SET at = '2026-11-22T16:00:00Z' WHERE id % 97 = 4 AND at > '2026-11-10';
UPDATE interaction SET at = '2026-09-30T16:00:00Z' WHERE id % 97 = 5 AND at > '2026-11-10';
UPDATE interaction SET minutes = NULL WHERE id % 5 = 0;
UPDATE interaction SET minutes = 0 WHERE id % 41 = 0;
UPDATE interaction SET channel = 'video' WHERE id % 43 = 0;
UPDATE interaction SET outcome = 'refused' WHERE id % 47 = 0;

-- Callbacks for a whole day, kept to the second or a second late, given up in time, too late, and to
-- the second; moved often.
UPDATE callback SET due_at = strftime('%Y-%m-%dT16:00:00Z', due_at, '-8 hours') WHERE id % 3 = 0;
UPDATE callback SET done_at = due_at WHERE id % 6 = 1 AND done_at IS NOT NULL;
UPDATE callback SET done_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 second')
    WHERE id % 6 = 2 AND done_at IS NOT NULL;
UPDATE callback SET done_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day', '-1 second')
    WHERE id % 6 = 3 AND done_at IS NOT NULL;
UPDATE callback SET done_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day')
    WHERE id % 12 = 0 AND done_at IS NOT NULL;
UPDATE callback SET done_at = '2026-11-23T01:00:00Z' WHERE done_at > '2026-11-23T02:00:00Z';
UPDATE callback SET done_at = NULL, cancelled_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '-2 days')
    WHERE id % 14 = 4 AND due_at < '2026-11-23';
UPDATE callback SET done_at = NULL, cancelled_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+2 days')
    WHERE id % 14 = 8 AND due_at < '2026-11-20';
UPDATE callback SET done_at = NULL, cancelled_at = '2026-11-22T02:00:00Z'
    WHERE due_at > '2026-11-24' AND id % 4 = 1;
UPDATE callback SET done_at = NULL WHERE id % 13 = 2;
UPDATE callback SET moved = id % 5 WHERE id % 2 = 0;

-- Requests answered to the second and a second late; never; opened again, twice too.
UPDATE request_clock SET responded_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+6 hours'),
    resolved_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+7 hours')
    WHERE id % 8 = 1 AND priority = 'normal' AND resolved_at IS NOT NULL;
UPDATE request_clock SET responded_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+3601 seconds'),
    resolved_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+2 hours')
    WHERE id % 4 = 3 AND priority = 'urgent' AND resolved_at IS NOT NULL;
UPDATE request_clock SET responded_at = NULL, resolved_at = NULL WHERE id % 15 = 6;
UPDATE request SET status = 'open', resolved_at = NULL
    WHERE id IN (SELECT request_id FROM request_clock WHERE resolved_at IS NULL);
INSERT INTO request_clock (request_id, priority, started_at, responded_at, resolved_at)
    SELECT request_id, priority, strftime('%Y-%m-%dT%H:%M:%SZ', resolved_at, '+3 days'),
        CASE WHEN id % 3 THEN strftime('%Y-%m-%dT%H:%M:%SZ', resolved_at, '+3 days', '+5 hours') END,
        CASE WHEN id % 3 THEN strftime('%Y-%m-%dT%H:%M:%SZ', resolved_at, '+9 days') END
    FROM request_clock WHERE id % 7 = 4 AND resolved_at < '2026-11-13';
INSERT INTO request_clock (request_id, priority, started_at, responded_at, resolved_at)
    SELECT request_id, 'urgent', '2026-11-23T01:30:00Z', NULL, NULL FROM request_clock
    WHERE id % 21 = 4 AND resolved_at < '2026-11-13';
UPDATE request SET asked_at = '2026-11-15T16:00:00Z' WHERE id = 100;
UPDATE request_clock SET started_at = '2026-11-15T16:00:00Z' WHERE request_id = 100;

-- Complaints: every third request is one. Longer limits, new facts, mediation, waits, withdrawals;
-- resolved in the last second of the limit and a second after it.
UPDATE request SET kind = 'complaint' WHERE id % 3 = 0;
UPDATE request SET limit_days = 30 WHERE kind = 'complaint' AND id % 12 = 0;
INSERT INTO request_event (request_id, at, kind)
    SELECT request_id, strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+4 days'), 'facts'
    FROM request_clock JOIN request ON request.id = request_id
    WHERE request.kind = 'complaint' AND request_id % 15 = 0 AND started_at < '2026-11-18';
INSERT INTO request_wait (request_id, from_at, to_at, kind)
    SELECT request_id, strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+2 days', '+30 minutes'),
        strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+5 days', '+17 minutes'), 'mediation'
    FROM request_clock JOIN request ON request.id = request_id
    WHERE request.kind = 'complaint' AND request_id % 9 = 0 AND started_at < '2026-11-15';
INSERT INTO request_wait (request_id, from_at, to_at, kind)
    SELECT request_id, strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+13 days', '+30 minutes'),
        CASE WHEN request_id % 18 THEN strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+19 days') END,
        'client'
    FROM request_clock JOIN request ON request.id = request_id
    WHERE request.kind = 'complaint' AND request_id % 9 = 0 AND started_at < '2026-11-04';
UPDATE request_clock SET resolved_at = strftime('%Y-%m-%dT15:59:59Z', started_at, '+8 hours', '+10 days')
    WHERE request_id % 24 = 3 AND started_at < '2026-11-10';
UPDATE request_clock SET resolved_at = strftime('%Y-%m-%dT16:00:00Z', started_at, '+8 hours', '+10 days')
    WHERE request_id % 24 = 15 AND started_at < '2026-11-10';
-- What is resolved is answered by it at the latest.
UPDATE request_clock SET responded_at = min(coalesce(responded_at, resolved_at), resolved_at)
    WHERE resolved_at IS NOT NULL;
INSERT INTO request_event (request_id, at, kind)
    SELECT request_id, request_clock.resolved_at, 'withdrawn' FROM request_clock
    JOIN request ON request.id = request_id
    WHERE request.kind = 'complaint' AND request_id % 11 = 1 AND request_clock.resolved_at IS NOT NULL;
UPDATE request_clock SET responded_at = resolved_at WHERE request_id % 22 = 1
    AND request_id IN (SELECT request_id FROM request_event WHERE kind = 'withdrawn');

-- Late in October, new facts in November: not late any more, and it was then.
INSERT INTO request (client_id, summary, kind, priority, status, asked_at, created_at)
    SELECT id, 'fee charged twice', 'complaint', 'normal', 'open', '2026-10-05T02:00:00Z',
        '2026-10-05T02:00:00Z' FROM client WHERE id IN (11, 12);
INSERT INTO request_clock (request_id, priority, started_at, responded_at)
    SELECT id, priority, asked_at, '2026-10-05T03:00:00Z' FROM request
    WHERE summary = 'fee charged twice';
INSERT INTO request_event (request_id, at, kind)
    SELECT id, '2026-11-18T02:00:00Z', 'facts' FROM request WHERE summary = 'fee charged twice';

-- What clients said: nothing but a theme, an empty text, every score; planned and not done.
UPDATE feedback SET recommend = id % 11 WHERE id % 3 = 0;
UPDATE feedback SET satisfaction = NULL WHERE id % 6 = 0;
UPDATE feedback SET satisfaction = 1 + id % 5 WHERE id % 7 = 1;
UPDATE feedback SET text = NULL, theme = NULL WHERE id % 4 = 1;
UPDATE feedback SET at = '2026-11-22T15:59:59Z' WHERE id % 25 = 3;
UPDATE feedback SET at = '2026-11-22T16:00:00Z' WHERE id % 25 = 4;
INSERT INTO action (client_id, feedback_id, text, due_at, done_at, created_at)
    SELECT client_id, id, 'look into it', NULL, CASE WHEN id % 8 = 1 THEN at END, at
    FROM feedback WHERE id % 4 = 1 AND id % 3 = 1;
UPDATE plan SET replaced_at = '2026-11-15T16:00:00Z' WHERE id % 6 = 1;
UPDATE plan SET created_at = '2026-11-22T16:00:00Z', replaced_at = NULL WHERE id % 6 = 2;

-- Deals in dollars, without an amount, without their stages, won on the day they were opened, closed
-- on the edge.
UPDATE deal SET amount = NULL WHERE id % 6 = 1;
UPDATE deal SET currency = 'USD' WHERE id % 5 = 2;
UPDATE deal SET amount = amount + 333 WHERE id % 4 = 0;
UPDATE deal SET closed_at = '2026-11-15T16:00:00Z' WHERE id % 18 = 5 AND closed_at > '2026-11-02';
UPDATE deal SET closed_at = '2026-11-15T15:59:59Z' WHERE id % 18 = 6 AND closed_at > '2026-11-02';
UPDATE deal SET opened_at = closed_at WHERE id % 20 = 9 AND closed_at IS NOT NULL;
UPDATE deal SET opened_at = '2026-11-16T15:30:00Z', closed_at = '2026-11-16T16:30:00Z'
    WHERE id = (SELECT max(id) FROM deal WHERE stage = 'won');
UPDATE deal_stage SET at = (SELECT closed_at FROM deal WHERE deal.id = deal_id)
    WHERE stage IN ('won', 'lost');
DELETE FROM deal_stage WHERE deal_id % 11 = 3;
UPDATE deal SET campaign_id = 1 + id % 3 WHERE id % 4 = 1;
INSERT INTO deal (client_id, title, stage, amount, currency, opened_at, closed_at, touched_at,
        campaign_id)
    SELECT client_id, title, 'won', 1234567, 'EUR', '2026-11-20T01:00:00Z', '2026-11-20T08:00:00Z',
        '2026-11-20T08:00:00Z', 2 FROM deal WHERE id % 30 = 4;
UPDATE prospect SET campaign_id = 1 + id % 3 WHERE id % 3 = 1;

-- Sales warned of, the warning looked at again; told in two conversations, on the day and a day late.
INSERT INTO sale_check (deal_id, client_id, product_id, at, regime, outcome, findings, who, reason)
    SELECT id, client_id, product_id, closed_at, 'csrc', 'warned', 'level', 'Li Ming', 'insists'
    FROM deal WHERE stage = 'won' AND product_id IS NOT NULL AND id % 5 = 1;
UPDATE sale_check SET at = (SELECT closed_at FROM deal WHERE deal.id = deal_id);
UPDATE disclosure SET items = 'structure risks' WHERE id % 7 = 2;
INSERT INTO disclosure (client_id, product_id, at, items, channel, created_at)
    SELECT client_id, product_id, strftime('%Y-%m-%dT15:00:00Z', closed_at), 'fees', 'phone', closed_at
    FROM deal WHERE stage = 'won' AND product_id IS NOT NULL AND id % 3 = 0;
INSERT INTO disclosure (client_id, product_id, at, items, channel, created_at)
    SELECT client_id, product_id, strftime('%Y-%m-%dT16:00:00Z', closed_at), 'risks', 'phone', closed_at
    FROM deal WHERE stage = 'won' AND product_id IS NOT NULL AND id % 3 = 1
        AND closed_at < '2026-11-21';

-- Holdings in dollars, paid out, put up, units without a price, levels the bank sees higher.
UPDATE holding SET currency = 'USD' WHERE id % 9 = 4;
UPDATE product SET seller_risk = 'R3' WHERE id % 6 = 2 AND kind IN ('wealth', 'fund', 'insurance');
DELETE FROM price WHERE product_id = (SELECT min(product_id) FROM price) AND valued_on > '2026-11-01';
INSERT INTO holding_move (holding_id, kind, moved_on, amount, principal, units, created_at)
    SELECT h.id, 'redeemed', day, h.amount / 4 + 100, h.amount / 4, round(h.units / 4, 2),
        day || 'T03:00:00Z'
    FROM holding AS h JOIN product AS p ON p.id = product_id JOIN (
        SELECT '2026-11-22' AS day UNION ALL SELECT '2026-10-31' UNION ALL SELECT '2026-11-23')
    WHERE h.id % 12 = 1 AND p.kind NOT IN ('loan', 'card') AND closed_on IS NULL
        AND start_on < '2026-10-01';
UPDATE holding SET units = round(units - round(units / 4, 2) * 3, 2), amount = amount - amount / 4 * 3
    WHERE id IN (SELECT holding_id FROM holding_move WHERE moved_on = '2026-10-31' AND kind = 'redeemed');
INSERT INTO holding_move (holding_id, kind, moved_on, amount, principal, units, created_at)
    SELECT h.id, 'bought', '2026-11-19', 1000000, 1000000, CASE WHEN units THEN 9000.55 END,
        '2026-11-19T03:00:00Z'
    FROM holding AS h JOIN product AS p ON p.id = product_id
    WHERE h.id % 12 = 7 AND p.kind NOT IN ('loan', 'card') AND closed_on IS NULL
        AND start_on < '2026-10-01';
UPDATE holding SET units = units + 9000.55, amount = amount + 1000000
    WHERE id IN (SELECT holding_id FROM holding_move WHERE moved_on = '2026-11-19' AND amount = 1000000);
INSERT INTO holding_move (holding_id, kind, moved_on, amount, principal, units, created_at)
    SELECT h.id, 'matured', '2026-11-22', h.amount, h.amount, units, '2026-11-22T03:00:00Z'
    FROM holding AS h JOIN product AS p ON p.id = product_id
    WHERE h.id % 12 = 5 AND p.kind NOT IN ('loan', 'card') AND closed_on IS NULL
        AND start_on < '2026-10-01';
UPDATE holding SET amount = 0, units = CASE WHEN units IS NOT NULL THEN 0 END, closed_on = '2026-11-22'
    WHERE id IN (SELECT holding_id FROM holding_move WHERE moved_on = '2026-11-22' AND kind = 'matured');
UPDATE assessment SET expires_on = '2026-11-22' WHERE id % 8 = 3;
UPDATE assessment SET expires_on = '2026-11-23' WHERE id % 8 = 4;
INSERT INTO assessment (client_id, at, level, expires_on, created_at)
    SELECT client_id, '2026-11-22T16:00:00Z', 'C2', '2027-11-23', '2026-11-22T16:00:00Z'
    FROM assessment WHERE id % 8 = 3;

-- Risks dismissed at once, closed by their day and after it, never reviewed; reviews on the day and a
-- day late.
INSERT INTO risk (client_id, kind, title, severity, review_on, opened_at, closed_at, outcome, reason,
        created_at)
    SELECT id, 'other', 'seen', 'low', day, '2026-08-01T01:00:00Z', closed, outcome, 'why',
        '2026-08-01T01:00:00Z'
    FROM client JOIN (
        SELECT '2026-11-18' AS day, NULL AS closed, NULL AS outcome
        UNION ALL SELECT '2026-11-23', NULL, NULL
        UNION ALL SELECT '2026-12-30', NULL, NULL
        UNION ALL SELECT NULL, NULL, NULL
        UNION ALL SELECT '2026-11-20', '2026-11-20T15:59:59Z', 'closed'
        UNION ALL SELECT '2026-11-20', '2026-11-20T16:00:00Z', 'closed'
        UNION ALL SELECT '2026-10-10', '2026-08-01T01:00:00Z', 'dismissed')
    WHERE client.id % 20 = 3;
INSERT INTO risk_review (risk_id, due_on, at, severity)
    SELECT id, due, at, 'low' FROM risk JOIN (
        SELECT '2026-11-16' AS due, '2026-11-16T15:59:59Z' AS at
        UNION ALL SELECT '2026-10-15', '2026-10-15T16:00:00Z'
        UNION ALL SELECT '2026-09-30', '2026-09-20T01:00:00Z'
        UNION ALL SELECT '2026-12-01', '2026-11-20T01:00:00Z')
    WHERE id % 5 = 0;

INSERT INTO gift (client_id, kind, at, text, amount, currency, created_at)
    SELECT client_id, kind, '2026-11-22T15:59:59Z', text, amount, 'USD', created_at FROM gift
    WHERE id % 4 = 0;
INSERT INTO campaign_cost (campaign_id, spent_on, text, amount, currency, created_at)
    SELECT campaign_id, '2026-11-22', text, amount + 7, 'USD', created_at FROM campaign_cost;
INSERT INTO advice (client_id, at, created_at)
    SELECT client_id, '2026-11-22T16:00:00Z', '2026-11-22T16:00:00Z' FROM advice;

-- A second plan within the first, and one that is over.
INSERT INTO development (name, start_on, end_on, created_at)
    VALUES ('harbour', '2026-11-02', '2026-11-22', '2026-11-01T01:00:00Z'),
        ('market street', '2026-07-01', '2026-09-30', '2026-06-30T01:00:00Z');
INSERT INTO development_target (development_id, measure, product_id, amount, currency)
    SELECT id, measure, product, least, money FROM development JOIN (
        SELECT 'aum.net_inflow' AS measure, NULL AS product, 0 AS least, 'CNY' AS money
        UNION ALL SELECT 'aum.net_inflow', NULL, 500000000, 'USD'
        UNION ALL SELECT 'deals.won_amount', NULL, 1000000, 'USD'
        UNION ALL SELECT 'deals.won', 6, 1, NULL
        UNION ALL SELECT 'clients.converted', NULL, 1, NULL
        UNION ALL SELECT 'contacts.reached', NULL, 100, NULL)
    WHERE name <> 'clinics and their staff';

-- Trainings without a length, hand-offs and actions kept to the second and a second late, taken back;
-- insights told to two audiences, in two weeks.
UPDATE training SET minutes = NULL WHERE id % 3 = 1;
UPDATE training SET done_on = '2026-11-22' WHERE id % 3 = 2 AND done_on IS NOT NULL;
UPDATE quiz_answer SET at = '2026-11-22T16:00:00Z' WHERE id % 4 = 1;
UPDATE handoff SET due_at = strftime('%Y-%m-%dT%H:%M:%SZ', '2026-11-16T16:00:00Z', '-' || id || ' days')
    WHERE id % 2 = 0;
UPDATE handoff SET sent_at = min(sent_at, strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '-3 days')),
    done_at = CASE id % 4 WHEN 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day', '-1 second')
        WHEN 1 THEN due_at WHEN 2 THEN strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day') END
    WHERE due_at < '2026-11-22';
UPDATE handoff SET done_at = NULL, cancelled_at = sent_at WHERE id % 5 = 3;
UPDATE action SET done_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 second')
    WHERE meeting_id IS NOT NULL AND id % 3 = 1 AND due_at < '2026-11-22';
UPDATE action SET done_at = due_at
    WHERE meeting_id IS NOT NULL AND id % 3 = 2 AND due_at < '2026-11-22';
INSERT INTO insight_share (insight_id, at, audience)
    SELECT insight_id, '2026-11-22T16:00:00Z', 'all' FROM insight_share;

-- Nobody had a tier before they were in the book.
DELETE FROM standing WHERE since_at < (SELECT created_at FROM client WHERE client.id = client_id);

-- Every measure of the report once more, written from its definition (docs/report.md and the rules it
-- rests on) without looking at how the program counts: for Asia/Shanghai (UTC+8, no summer time) and
-- clocks in elapsed time. `test_measures_sql.py` says what the program's value is compared with.
--
-- A block begins with `-- name:` and ends before the next one. The first, `shared`, is put before each
-- of the others; a block that needs more names begins with a comma.
-- :start, :end        the first instant of the period and the first one after it, UTC
-- :first_day, :last_day   its first and last day
-- :now                UTC
-- A block of money gives (currency, amount in minor units) for each currency it found, or
-- behind the currency pairs of dividend and divisor, multiplied and rounded half to even; any other
-- one row with one value, NULL where there is none.

-- name: shared
WITH setting_of(name, usual) AS (
    VALUES ('sla.normal', '24h'), ('sla.urgent', '2h'), ('sla.complaint_days', '15'),
        ('stage.lead', '10%'), ('stage.contacted', '30%'), ('stage.proposal', '50%'),
        ('stage.negotiation', '75%'),
        ('minutes.phone', '10'), ('minutes.visit', '60'), ('minutes.meeting', '45'),
        ('minutes.branch', '30'), ('minutes.video', '20'), ('minutes.wechat', '5'),
        ('minutes.sms', '2'), ('minutes.email', '5'), ('minutes.event', '60')
), chosen AS (
    -- A cast reads the number at the beginning: hours, days, per cent, minutes.
    SELECT setting_of.name, CAST(coalesce(setting.value, usual) AS INTEGER) AS value
    FROM setting_of LEFT JOIN setting ON setting.name = setting_of.name
), moment AS (
    -- "At the period's end": its last second, or now where that is earlier.
    SELECT at, date(at, '+8 hours') AS day FROM (
        SELECT min(:now, strftime('%Y-%m-%dT%H:%M:%SZ', :end, '-1 second')) AS at)
), stood AS (
    -- Clients as they stood at that moment, whether in the book or not.
    SELECT client.id, standing.tier, standing.status,
        client.archived_at IS NOT NULL AND client.archived_at <= moment.at AS archived
    FROM moment, client JOIN standing ON standing.id = (
        SELECT id FROM standing AS s WHERE s.client_id = client.id AND s.since_at <= moment.at
        ORDER BY since_at DESC, id DESC LIMIT 1)
), in_book AS (
    SELECT * FROM stood WHERE NOT archived AND status <> 'closed'
), contact AS (
    SELECT interaction.*, coalesce(minutes, (
        SELECT value FROM chosen WHERE name = 'minutes.' || channel)) AS took
    FROM interaction WHERE at >= :start AND at < :end
), promise AS (
    -- Local midnight stands for the whole day: it is kept until the last second of it.
    SELECT callback.*, CASE strftime('%H:%M:%S', due_at, '+8 hours')
        WHEN '00:00:00' THEN strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day', '-1 second')
        ELSE due_at END AS until
    FROM callback
), due_promise AS (
    SELECT * FROM promise WHERE due_at >= :start AND due_at < :end
        AND (cancelled_at IS NULL OR cancelled_at > until)
), run AS (
    -- A pair of clocks, from its start until the next one begins.
    SELECT request_clock.*, request.kind, request.asked_at,
        coalesce(limit_days, (SELECT value FROM chosen WHERE name = 'sla.complaint_days')) AS days,
        strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '+' || (SELECT value FROM chosen
            WHERE name = 'sla.' || request_clock.priority) || ' hours') AS reply_by,
        lead(started_at, 1, '9999') OVER (
            PARTITION BY request_id ORDER BY started_at, request_clock.id) AS next_at
    FROM request_clock JOIN request ON request.id = request_id
), withdrawn AS (
    SELECT run.id, max(e.at) AS at FROM run JOIN request_event AS e ON e.request_id = run.request_id
    WHERE e.kind = 'withdrawn' AND e.at >= run.started_at AND e.at < run.next_at GROUP BY run.id
), reply AS (
    -- 1 met, 0 breached or overdue; a clock that runs in time has none. What nobody had answered when
    -- the client took it back is answered at that moment in the file, and counts neither way.
    SELECT run.*, CASE WHEN responded_at IS NOT NULL THEN responded_at <= reply_by
        WHEN :now > reply_by THEN 0 END AS kept
    FROM run LEFT JOIN withdrawn USING (id) WHERE started_at >= :start AND started_at < :end
        AND (withdrawn.at IS NULL OR responded_at < withdrawn.at)
), eye(name, at) AS (
    SELECT 'now', :now UNION ALL SELECT 'end', at FROM moment
), begun AS (
    -- The clock of a complaint's resolution as it is seen now, and as it was at the period's end:
    -- from the receipt or the last new facts, to the end of the last of its natural days.
    SELECT *, strftime('%s', date(from_at, '+8 hours', '+' || (days + 1) || ' days'), '-8 hours') - 1
        AS plain
    FROM (
        SELECT run.id, run.request_id, run.days, eye.name AS eye, eye.at AS seen_at, coalesce((
            SELECT max(e.at) FROM request_event AS e WHERE e.request_id = run.request_id
                AND e.kind = 'facts' AND e.at >= run.started_at AND e.at < run.next_at
                AND e.at <= eye.at), run.started_at) AS from_at
        FROM run, eye WHERE run.kind = 'complaint' AND run.started_at <= eye.at)
), pause AS (
    SELECT begun.id, begun.eye, begun.plain, from_s, to_s - from_s AS length,
        coalesce(sum(to_s - from_s) OVER (PARTITION BY begun.id, begun.eye ORDER BY from_s
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM begun JOIN (
        SELECT b.id, b.eye, strftime('%s', max(w.from_at, b.from_at)) + 0 AS from_s,
            strftime('%s', min(coalesce(w.to_at, b.seen_at), b.seen_at)) + 0 AS to_s
        FROM begun AS b JOIN request_wait AS w ON w.request_id = b.request_id) AS stretch
    ON stretch.id = begun.id AND stretch.eye = begun.eye
    WHERE to_s > from_s
), resolution AS (
    -- A pause moves the limit by its length, unless the limit had passed when it began.
    SELECT begun.id, eye, plain + coalesce(
        (SELECT before FROM pause WHERE pause.id = begun.id AND pause.eye = begun.eye
            AND from_s > plain + before ORDER BY from_s LIMIT 1),
        (SELECT sum(length) FROM pause WHERE pause.id = begun.id AND pause.eye = begun.eye),
        0) AS until_s
    FROM begun
), open_run AS (
    -- Requests that were open at the period's end, by the clocks that ran then.
    SELECT run.* FROM run, moment WHERE started_at <= moment.at AND next_at > moment.at
        AND (resolved_at IS NULL OR resolved_at > moment.at)
), opinion AS (
    SELECT feedback.*,
        (SELECT count(*) FROM action WHERE feedback_id = feedback.id) AS planned,
        (SELECT count(done_at) FROM action WHERE feedback_id = feedback.id) AS acted
    FROM feedback WHERE at >= :start AND at < :end
), won AS (
    SELECT *, julianday(date(closed_at, '+8 hours')) - julianday(date(opened_at, '+8 hours'))
        AS days
    FROM deal WHERE stage = 'won' AND closed_at >= :start AND closed_at < :end
), lost AS (
    SELECT * FROM deal WHERE stage = 'lost' AND closed_at >= :start AND closed_at < :end
), open_deal AS (
    SELECT deal.*, coalesce(
        (SELECT s.stage FROM deal_stage AS s WHERE s.deal_id = deal.id AND s.at <= moment.at
            ORDER BY s.at DESC, s.id DESC LIMIT 1),
        CASE WHEN deal.closed_at IS NULL THEN deal.stage ELSE 'lead' END) AS stage_then
    FROM deal, moment
    WHERE opened_at <= moment.at AND (closed_at IS NULL OR closed_at > moment.at)
), held AS (
    -- Holdings as they stood on the day: without what moved since.
    SELECT h.id, h.client_id, h.product_id, h.currency, product.kind,
        max(coalesce(product.risk, ''), coalesce(product.seller_risk, '')) AS level,
        h.amount - coalesce(sum(m.principal * m.sign), 0) AS principal,
        h.units - coalesce(sum(m.units * m.sign), 0) AS units,
        (SELECT value FROM price WHERE price.product_id = h.product_id
            AND valued_on <= moment.day ORDER BY valued_on DESC LIMIT 1) AS price
    FROM moment, holding AS h JOIN product ON product.id = h.product_id
    JOIN in_book ON in_book.id = h.client_id
    LEFT JOIN (SELECT *, CASE WHEN kind IN ('bought', 'borrowed') THEN 1 ELSE -1 END AS sign
        FROM holding_move) AS m ON m.holding_id = h.id AND m.moved_on > moment.day
    WHERE h.start_on <= moment.day AND (h.closed_on IS NULL OR h.closed_on > moment.day)
    GROUP BY h.id
), credited AS (
    SELECT campaign_id, client_id, opened_at FROM deal WHERE campaign_id IS NOT NULL
    UNION ALL
    SELECT campaign_id, client_id, opened_at FROM prospect WHERE campaign_id IS NOT NULL
), became AS (
    -- Each change of a client's status or tier, with the status before.
    SELECT client_id, status, since_at, lag(status) OVER (
        PARTITION BY client_id ORDER BY since_at, id) AS before
    FROM standing
)

-- name: clients.total
SELECT count(*) FROM in_book

-- name: clients.key
SELECT count(*) FROM in_book WHERE tier = 'key'

-- name: clients.prospects
SELECT count(*) FROM stood WHERE status = 'prospect' AND NOT archived

-- name: clients.new
SELECT count(*) FROM client
WHERE created_at >= :start AND created_at < :end AND merged_into_id IS NULL

-- name: clients.converted
SELECT count(DISTINCT client_id) FROM became
WHERE status = 'active' AND before = 'prospect' AND since_at >= :start AND since_at < :end

-- name: contacts.total
SELECT count(*) FROM contact

-- name: contacts.reached
SELECT count(*) FROM contact WHERE outcome = 'reached'

-- name: contacts.visits
SELECT count(*) FROM contact WHERE outcome = 'reached' AND channel IN ('visit', 'meeting')

-- name: contacts.clients
SELECT count(DISTINCT client_id) FROM contact WHERE outcome = 'reached'

-- name: contacts.minutes
SELECT coalesce(sum(took), 0) FROM contact

-- name: cadence.key_coverage
-- The quarter in which the period ends, up to the period's end.
, quarter AS (
    SELECT strftime('%Y-%m-%dT%H:%M:%SZ', date(:last_day, 'start of month',
        '-' || ((strftime('%m', :last_day) - 1) % 3) || ' months'), '-8 hours') AS start
), met AS (
    SELECT client_id FROM interaction, quarter, moment WHERE outcome = 'reached'
        AND channel IN ('phone', 'visit', 'meeting', 'branch', 'video')
        AND interaction.at >= quarter.start AND interaction.at <= moment.at
)
SELECT avg(id IN met) FROM in_book WHERE tier = 'key'

-- name: callbacks.due
SELECT count(*) FROM due_promise

-- name: callbacks.done
SELECT count(*) FROM promise WHERE done_at >= :start AND done_at < :end

-- name: callbacks.on_time
SELECT avg(done_at IS NOT NULL AND done_at <= until) FROM due_promise
WHERE done_at IS NOT NULL OR until < :now

-- name: requests.received
SELECT count(*) FROM request WHERE asked_at >= :start AND asked_at < :end

-- name: requests.resolved
SELECT count(DISTINCT request_id) FROM run WHERE resolved_at >= :start AND resolved_at < :end

-- name: requests.open_overdue
SELECT count(*) FROM moment, open_run AS r
LEFT JOIN resolution ON resolution.id = r.id AND resolution.eye = 'end'
WHERE ((responded_at IS NULL OR responded_at > moment.at) AND reply_by < moment.at)
    OR until_s < strftime('%s', moment.at) + 0

-- name: sla.response
SELECT avg(kept) FROM reply

-- name: sla.response_urgent
SELECT avg(kept) FROM reply WHERE priority = 'urgent'

-- name: sla.response_median
, answered AS (
    SELECT minutes, row_number() OVER (ORDER BY minutes) AS place, count(*) OVER () AS n
    FROM (SELECT (strftime('%s', responded_at) - strftime('%s', started_at)) / 60.0 AS minutes
        FROM reply WHERE responded_at IS NOT NULL)
)
SELECT avg(minutes) FROM answered WHERE place IN ((n + 1) / 2, (n + 2) / 2)

-- name: sla.complaints
SELECT avg(resolved_at IS NOT NULL AND strftime('%s', resolved_at) + 0 <= until_s)
FROM run JOIN resolution USING (id)
WHERE eye = 'now' AND started_at >= :start AND started_at < :end AND id NOT IN (SELECT id FROM withdrawn)
    AND (resolved_at IS NOT NULL OR until_s < strftime('%s', :now) + 0)

-- name: flow.rework
SELECT avg(again) FROM (
    SELECT (SELECT count(*) > 1 FROM request_clock WHERE request_id = request.id) AS again
    FROM request WHERE asked_at >= :start AND asked_at < :end
    UNION ALL SELECT moved >= 3 FROM due_promise)

-- name: satisfaction.csat
SELECT avg(satisfaction >= 4) FROM opinion

-- name: satisfaction.mean
SELECT avg(satisfaction) FROM opinion

-- name: satisfaction.nps
SELECT 100.0 * (sum(recommend >= 9) - sum(recommend <= 6)) / count(recommend) FROM opinion

-- name: satisfaction.responses
SELECT count(coalesce(satisfaction, recommend)) FROM opinion

-- name: feedback.acted
SELECT avg(acted > 0) FROM opinion WHERE text <> '' OR theme <> '' OR planned > 0

-- name: plan.coverage
SELECT avg(EXISTS (SELECT 1 FROM plan, moment WHERE plan.client_id = in_book.id
    AND created_at <= moment.at AND (replaced_at IS NULL OR replaced_at > moment.at)))
FROM in_book WHERE tier = 'key'

-- name: deals.opened
SELECT count(*) FROM deal WHERE opened_at >= :start AND opened_at < :end

-- name: deals.won
SELECT count(*) FROM won

-- name: deals.lost
SELECT count(*) FROM lost

-- name: deals.won_amount
SELECT currency, coalesce(sum(amount), 0) FROM won GROUP BY currency

-- name: deals.average_won
SELECT currency, sum(amount), count(amount) FROM won WHERE amount IS NOT NULL GROUP BY currency

-- name: deals.win_rate
SELECT 1.0 * (SELECT count(*) FROM won)
    / nullif((SELECT count(*) FROM won) + (SELECT count(*) FROM lost), 0)

-- name: deals.cycle_days
SELECT avg(days) FROM won

-- name: deals.open_amount
SELECT currency, coalesce(sum(amount), 0) FROM open_deal GROUP BY currency

-- name: deals.weighted_amount
SELECT currency, coalesce(sum(amount * value), 0), 100 FROM open_deal
JOIN chosen ON chosen.name = 'stage.' || stage_then GROUP BY currency

-- name: deals.velocity
-- Open deals x average won x win rate / cycle days, each of the deals of one currency. A currency in
-- which none is open is left out; where that is every one, the figure is a zero of the manager's own.
, speed AS (
    SELECT currency, coalesce(n_open, 0) AS n_open, sum(amount) AS amount, count(amount) AS priced,
        count(*) AS n, count(*) + coalesce(n_lost, 0) AS n_closed, CAST(sum(days) AS INTEGER) AS days
    FROM won
    LEFT JOIN (SELECT currency, count(*) AS n_lost FROM lost GROUP BY currency) USING (currency)
    LEFT JOIN (SELECT currency, count(*) AS n_open FROM open_deal GROUP BY currency) USING (currency)
    GROUP BY currency HAVING sum(days) > 0 AND count(amount) > 0
)
SELECT currency, n_open * amount, priced, n, n_closed, n, days FROM speed WHERE n_open > 0
UNION ALL
SELECT coalesce((SELECT value FROM setting WHERE name = 'currency'), 'CNY'), 0, 1, 1, 1, 1, 1
WHERE EXISTS (SELECT 1 FROM speed) AND NOT EXISTS (SELECT 1 FROM speed WHERE n_open > 0)

-- name: aum.total
-- Units have up to four decimals here and prices too: whole numbers, rounded half to even.
, worth AS (
    SELECT currency, principal, CAST(round(units * 10000) AS INTEGER)
        * CAST(round(price * 10000) AS INTEGER) AS product
    FROM held WHERE kind NOT IN ('loan', 'card')
)
SELECT currency, sum(coalesce(product / 1000000 + (product % 1000000 > 500000
    OR (product % 1000000 = 500000 AND product / 1000000 % 2 = 1)), principal))
FROM worth GROUP BY currency

-- name: aum.net_inflow
SELECT h.currency, sum(CASE m.kind WHEN 'bought' THEN m.amount ELSE -m.amount END)
FROM holding_move AS m JOIN holding AS h ON h.id = holding_id JOIN product AS p ON p.id = product_id
WHERE p.kind NOT IN ('loan', 'card') AND moved_on BETWEEN :first_day AND :last_day
GROUP BY h.currency

-- name: clients.cross_sell
SELECT 1.0 * count(DISTINCT client_id || ' ' || product_id) / nullif(count(DISTINCT client_id), 0)
FROM held

-- name: advice.given
SELECT count(*) FROM advice WHERE at >= :start AND at < :end

-- name: disclosure.complete
SELECT avg(3 = (
    SELECT count(*) FROM (VALUES ('structure'), ('fees'), ('risks')) AS item WHERE EXISTS (
        SELECT 1 FROM disclosure AS d
        WHERE d.client_id = won.client_id AND d.product_id = won.product_id
            AND instr(' ' || d.items || ' ', ' ' || item.column1 || ' ')
            AND date(d.at, '+8 hours') <= date(won.closed_at, '+8 hours'))))
FROM won WHERE product_id IS NOT NULL

-- name: suitability.warned
-- A sale that was put right was checked again: the last check is the one that holds.
SELECT count(*) FROM won WHERE 'warned' = (
    SELECT outcome FROM sale_check WHERE deal_id = won.id ORDER BY id DESC LIMIT 1)

-- name: assessment.valid
SELECT avg(coalesce((
    SELECT expires_on >= moment.day FROM assessment AS a, moment
    WHERE a.client_id = owner.client_id AND a.at <= moment.at
    ORDER BY a.at DESC, a.id DESC LIMIT 1), 0))
FROM (SELECT DISTINCT client_id FROM held WHERE level > 'R1') AS owner

-- name: risk.open
SELECT count(*) FROM risk, moment WHERE client_id IN (SELECT id FROM in_book)
    AND opened_at <= moment.at AND (closed_at IS NULL OR closed_at > moment.at)

-- name: risk.on_time
SELECT avg(kept) FROM (
    SELECT date(at, '+8 hours') <= due_on AS kept FROM risk_review
    WHERE due_on BETWEEN :first_day AND :last_day
    UNION ALL
    SELECT 0 FROM risk WHERE review_on BETWEEN :first_day AND :last_day
        AND review_on < date(:now, '+8 hours')
        AND (closed_at IS NULL OR date(closed_at, '+8 hours') > review_on))

-- name: gifts.given
SELECT count(*) FROM gift WHERE kind = 'given' AND at >= :start AND at < :end

-- name: gifts.value
SELECT currency, sum(amount) FROM gift WHERE kind = 'given' AND at >= :start AND at < :end
GROUP BY currency

-- name: develop.attainment
-- Each target from its plan's first day to the period's end.
, aim AS (
    SELECT t.*, moment.at AS last, strftime('%Y-%m-%dT%H:%M:%SZ', d.start_on, '-8 hours') AS first,
        d.start_on AS from_day, moment.day AS until_day
    FROM development_target AS t JOIN development AS d ON d.id = development_id, moment
    WHERE moment.day BETWEEN d.start_on AND d.end_on
)
SELECT avg(coalesce(CASE measure
    WHEN 'clients.new' THEN (SELECT count(*) FROM client
        WHERE created_at BETWEEN first AND last AND merged_into_id IS NULL)
    WHEN 'clients.converted' THEN (SELECT count(DISTINCT client_id) FROM became
        WHERE status = 'active' AND before = 'prospect' AND since_at BETWEEN first AND last)
    WHEN 'contacts.visits' THEN (SELECT count(*) FROM interaction WHERE at BETWEEN first AND last
        AND outcome = 'reached' AND channel IN ('visit', 'meeting'))
    WHEN 'contacts.reached' THEN (SELECT count(*) FROM interaction WHERE at BETWEEN first AND last
        AND outcome = 'reached')
    WHEN 'deals.won_amount' THEN (SELECT sum(amount) FROM deal WHERE stage = 'won'
        AND closed_at BETWEEN first AND last AND deal.currency = aim.currency)
    WHEN 'deals.won' THEN (SELECT count(*) FROM deal WHERE stage = 'won'
        AND closed_at BETWEEN first AND last
        AND (aim.product_id IS NULL OR deal.product_id = aim.product_id))
    WHEN 'aum.net_inflow' THEN (SELECT sum(CASE m.kind WHEN 'bought' THEN 1 ELSE -1 END * m.amount)
        FROM holding_move AS m JOIN holding AS h ON h.id = holding_id
        JOIN product AS p ON p.id = h.product_id
        WHERE p.kind NOT IN ('loan', 'card') AND h.currency = aim.currency
            AND moved_on BETWEEN from_day AND until_day)
    END, 0) >= amount)
FROM aim

-- name: campaigns.leads
SELECT count(*) FROM (SELECT min(opened_at) AS first FROM credited GROUP BY campaign_id, client_id)
WHERE first >= :start AND first < :end

-- name: campaigns.cost
SELECT currency, sum(amount) FROM campaign_cost
WHERE spent_on BETWEEN :first_day AND :last_day GROUP BY currency

-- name: campaigns.won_amount
SELECT currency, coalesce(sum(amount), 0) FROM won WHERE campaign_id IS NOT NULL GROUP BY currency

-- name: training.hours
SELECT coalesce(sum(minutes), 0) / 60.0 FROM training
WHERE done_on BETWEEN :first_day AND :last_day

-- name: training.quiz
SELECT avg(correct) FROM quiz_answer WHERE at >= :start AND at < :end

-- name: handoffs.sent
SELECT count(*) FROM handoff WHERE sent_at >= :start AND sent_at < :end AND cancelled_at IS NULL

-- name: handoffs.on_time
-- By the time it missed, where a later one was agreed after that.
, handed AS (
    SELECT *, coalesce(missed_at, due_at) AS judged_at FROM handoff
), timed AS (
    SELECT *, CASE strftime('%H:%M:%S', judged_at, '+8 hours')
        WHEN '00:00:00' THEN strftime('%Y-%m-%dT%H:%M:%SZ', judged_at, '+1 day', '-1 second')
        ELSE judged_at END AS until
    FROM handed WHERE judged_at >= :start AND judged_at < :end
)
SELECT avg(missed_at IS NULL AND done_at IS NOT NULL AND done_at <= until) FROM timed
WHERE (cancelled_at IS NULL OR cancelled_at > until)
    AND (done_at IS NOT NULL OR cancelled_at IS NOT NULL OR until < :now)

-- name: insights.shared
SELECT count(DISTINCT insight_id) FROM insight_share WHERE at >= :start AND at < :end

-- name: meetings.actions_on_time
-- An action without an owner is the manager's own.
, own AS (
    SELECT *, CASE strftime('%H:%M:%S', due_at, '+8 hours')
        WHEN '00:00:00' THEN strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '+1 day', '-1 second')
        ELSE due_at END AS until
    FROM action WHERE meeting_id IS NOT NULL AND owner IS NULL
        AND due_at >= :start AND due_at < :end
)
SELECT avg(done_at IS NOT NULL AND done_at <= until) FROM own
WHERE done_at IS NOT NULL OR until < :now

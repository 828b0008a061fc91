-- The figures of the pipeline of a sales book, written without looking at the program, from the
-- lines of its files: `line` (opportunity_id, sales_agent, product, account, deal_stage,
-- engage_date, close_date, close_value) and `price` (product, sales_price); days as month/day/year.
-- :today is a day, YYYY-MM-DD. Each row: the figure, of what, its value.

WITH dated AS (
    SELECT line.*, replace(line.product, 'GTXPro', 'GTX Pro') AS sold,
        CASE WHEN engage_date <> '' THEN printf('%04d-%02d-%02d',
            substr(engage_date, -4), substr(engage_date, 1, instr(engage_date, '/') - 1),
            rtrim(substr(engage_date, instr(engage_date, '/') + 1, 2), '/')) END AS opened,
        CASE WHEN close_date <> '' THEN printf('%04d-%02d-%02d',
            substr(close_date, -4), substr(close_date, 1, instr(close_date, '/') - 1),
            rtrim(substr(close_date, instr(close_date, '/') + 1, 2), '/')) END AS closed
    FROM line
), deal AS (
    SELECT dated.*, CAST(price.sales_price AS INTEGER) AS listed,
        CAST(close_value AS INTEGER) AS came_to,
        CAST(julianday(closed) - julianday(opened) AS INTEGER) AS days
    FROM dated JOIN price ON price.product = sold
), ended AS (
    SELECT *, row_number() OVER (ORDER BY days) AS place, count(*) OVER () AS n
    FROM deal WHERE deal_stage IN ('Won', 'Lost')
), won AS (
    SELECT *, row_number() OVER (ORDER BY days) AS place, count(*) OVER () AS n
    FROM deal WHERE deal_stage = 'Won'
), usual AS (
    SELECT avg(days) AS middle FROM ended WHERE place IN ((n + 1) / 2, (n + 2) / 2)
)
SELECT 'win_rate', sold, avg(deal_stage = 'Won') FROM ended GROUP BY sold
UNION ALL
SELECT 'cycle', sold, avg(days) FROM won GROUP BY sold
UNION ALL
SELECT 'average_won', sold, round(avg(came_to * 100)) FROM won GROUP BY sold
UNION ALL
SELECT 'cycle', 'all', avg(days) FROM won
UNION ALL
SELECT 'cycle_median', 'all', avg(days) FROM won WHERE place IN ((n + 1) / 2, (n + 2) / 2)
UNION ALL
SELECT 'usual', 'all', middle FROM usual
UNION ALL
SELECT 'ageing', 'Engaging',
    sum(julianday(:today) - julianday(opened) > 2 * (SELECT middle FROM usual))
    FROM deal WHERE deal_stage = 'Engaging'
UNION ALL
SELECT 'lost', quarter, count(*) FROM (
    SELECT substr(closed, 1, 4) || 'Q' || ((substr(closed, 6, 2) + 2) / 3) AS quarter
    FROM deal WHERE deal_stage = 'Lost') GROUP BY quarter
UNION ALL
SELECT 'lost_amount', quarter, sum(listed) * 100 FROM (
    SELECT substr(closed, 1, 4) || 'Q' || ((substr(closed, 6, 2) + 2) / 3) AS quarter, listed
    FROM deal WHERE deal_stage = 'Lost') GROUP BY quarter
UNION ALL
SELECT 'open', deal_stage, count(*) FROM deal
    WHERE deal_stage IN ('Prospecting', 'Engaging') GROUP BY deal_stage
UNION ALL
SELECT 'weighted', 'all', sum(listed * CASE deal_stage WHEN 'Prospecting' THEN 10 ELSE 30 END)
    FROM deal WHERE deal_stage IN ('Prospecting', 'Engaging');

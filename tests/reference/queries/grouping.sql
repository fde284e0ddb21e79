-- keys of every kind
SELECT region, COUNT(*) AS c FROM orders GROUP BY 1;
SELECT k, COUNT(*) AS c, SUM(order_id) AS s FROM (SELECT {{region|quantity|paid|price|order_date|created|rate|weight|order_time|units}} AS k, order_id FROM orders) GROUP BY k;
SELECT region, product, COUNT(*) AS c FROM orders GROUP BY region, product;
SELECT region, customer, product, COUNT(*) AS c FROM orders GROUP BY region, customer, product HAVING COUNT(*) > 2;
SELECT f, COUNT(*) AS c FROM samples GROUP BY f;
SELECT d, COUNT(*) AS c FROM samples GROUP BY d;
SELECT arr_i, COUNT(*) AS c FROM samples GROUP BY arr_i;
SELECT r, COUNT(*) AS c FROM samples GROUP BY r;
SELECT b, COUNT(*) AS c FROM samples GROUP BY b;
SELECT map_si, COUNT(*) AS c FROM samples GROUP BY map_si;
SELECT UPPER(region) AS u, quantity / 2 AS h, COUNT(*) AS c FROM orders GROUP BY UPPER(region), quantity / 2;
SELECT COUNT(*) AS c FROM orders GROUP BY region;
SELECT region FROM orders GROUP BY region;
SELECT region, customer FROM orders GROUP BY region;
SELECT region AS g, COUNT(*) AS c FROM orders GROUP BY g;
SELECT quantity + 1 AS q, COUNT(*) AS c FROM orders GROUP BY quantity;
SELECT 1 AS k, COUNT(*) AS c FROM orders GROUP BY 1;
SELECT 'k' AS k, MAX(order_id) AS m FROM orders GROUP BY 'k';
SELECT region, COUNT(*) AS c FROM orders GROUP BY region HAVING {{COUNT(*) > 40|SUM(quantity) > 100|region IS NULL|MAX(price) IS NULL|AVG(rate) > 40 AND region <> 'north'|FALSE}};
SELECT COUNT(*) AS c FROM orders HAVING COUNT(*) > {{10|1000}};
SELECT SUM(quantity) AS s FROM orders HAVING region = 'north';
-- GROUPING SETS, ROLLUP, CUBE
SELECT region, paid, COUNT(*) AS c FROM orders GROUP BY GROUPING SETS ((region), (paid), ());
SELECT region, paid, COUNT(*) AS c, SUM(quantity) AS s, GROUPING(region) AS g1, GROUPING(paid) AS g2, GROUPING_ID(region, paid) AS g3, GROUP_ID() AS g4 FROM orders GROUP BY {{GROUPING SETS ((region, paid), (region), ())|ROLLUP (region, paid)|CUBE (region, paid)|region, ROLLUP (paid)|GROUPING SETS ((region), (paid), (region))}};
SELECT region, paid, product, COUNT(*) AS c FROM orders GROUP BY {{CUBE (region, paid, product)|ROLLUP (region, (paid, product))|GROUPING SETS ((region, paid), (product))}};
SELECT region, COUNT(DISTINCT product) AS c, AVG(price) AS a FROM orders GROUP BY {{ROLLUP (region)|CUBE (region)}};
SELECT region, GROUPING(region) AS g, COUNT(*) AS c FROM orders GROUP BY ROLLUP (region) HAVING GROUPING(region) = 1;
SELECT region, paid, SUM(quantity) FILTER (WHERE flag = 1) AS s FROM orders GROUP BY CUBE (region, paid);
SELECT GROUPING(region) AS g, COUNT(*) AS c FROM orders GROUP BY region;
SELECT s_nn, i_nn, COUNT(*) AS c FROM samples GROUP BY ROLLUP (s_nn, i_nn);
-- aggregates over aggregates
SELECT MAX(c) AS m, MIN(c) AS n, AVG(c) AS a FROM (SELECT region, COUNT(*) AS c FROM orders GROUP BY region);
SELECT c, COUNT(*) AS n FROM (SELECT customer, product, COUNT(*) AS c FROM orders GROUP BY customer, product) GROUP BY c;
SELECT region, SUM(s) AS total_s, COUNT(*) AS n, MAX(s) AS m FROM (SELECT region, product, SUM(quantity) AS s FROM orders GROUP BY region, product) GROUP BY region;
SELECT SUM(m) AS s FROM (SELECT region, MAX(price) AS m FROM orders GROUP BY region) WHERE m > 190;
SELECT COUNT(DISTINCT s) AS n, FIRST_VALUE(s) IS NOT NULL AS f FROM (SELECT customer, SUM(quantity) AS s FROM orders GROUP BY customer);
SELECT MIN(m) AS a, MAX(l) AS b FROM (SELECT region, MIN(created) AS m, MAX(created) AS l FROM orders GROUP BY region);
SELECT h, COUNT(*) AS c FROM (SELECT EXTRACT(HOUR FROM created) AS h FROM orders) GROUP BY h;

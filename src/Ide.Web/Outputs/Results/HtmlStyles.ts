/** Looks of HTML results: a data frame's table as a grid. Inside their shadow tree only inherited tokens are known. */
export const htmlStyles = `
:host {
  display: block;
  overflow: auto;
  max-height: 26rem;
  padding: var(--space-1) var(--space-2);
  font: var(--text-small) / 1.45 var(--font-ui);
  color: var(--text);
}

table {
  border-collapse: separate;
  border-spacing: 0;
  border: 0;
  font-variant-numeric: tabular-nums;
}

th,
td {
  padding: 0.25rem 0.75rem;
  border: 0;
  border-bottom: 1px solid var(--border);
  text-align: right;
  white-space: nowrap;
  max-width: 28rem;
  overflow: hidden;
  text-overflow: ellipsis;
}

thead th {
  position: sticky;
  top: 0;
  background: var(--surface-raised);
  color: var(--text-muted);
  font-weight: 600;
}

.table-sort {
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}

.table-sort:hover {
  color: var(--text);
}

.table-sort:focus-visible {
  outline: 2px solid var(--accent);
}

th[aria-sort="ascending"] .table-sort::after {
  content: " ↑";
}

th[aria-sort="descending"] .table-sort::after {
  content: " ↓";
}

tbody th {
  color: var(--text-muted);
  font-weight: 500;
  text-align: left;
}

tbody tr:hover > * {
  background: var(--surface-hover);
}

img,
video {
  max-width: 100%;
  height: auto;
}

a {
  color: var(--accent);
}

pre,
code {
  font-family: var(--font-code);
}
`;

/** Higher ones first, then those that come back, then the longest waiting: as the server takes them. */
export function byQueue(a, b) {
  return (b.priority ?? 0) - (a.priority ?? 0)
    || Number(b.returned ?? false) - Number(a.returned ?? false)
    || byNumber(a, b);
}

export function byNumber(a, b) {
  return a.number - b.number;
}

/**
 * Where those who wait stand, as they are told themselves: before somebody are those who come earlier and of whom an
 * agent who is there takes both.
 * @param {import('./desk-store.js').Ticket[]} waiting in the order in which they are taken
 * @param agents all agents, as the server tells of them
 * @returns {Map<number, number>} places from 1, by number of the ticket
 */
export function placesOf(waiting, agents) {
  const lines = [...new Set(waiting.map(({ department }) => department))].map(department => ({
    department,
    agents: agents.filter(agent => agent.state === 'online' && serves(agent, department)),
    length: 0,
  }));
  for (const line of lines) {
    line.rivals = lines.filter(other => other === line || other.agents.some(agent => line.agents.includes(agent)));
  }
  const places = new Map();
  for (const { number, department } of waiting) {
    const line = lines.find(line => line.department === department);
    places.set(number, 1 + line.rivals.reduce((sum, { length }) => sum + length, 0));
    line.length++;
  }
  return places;
}

/**
 * Whether the desk gives such a ticket to somebody at once, where it gives them out.
 * @param {(id: string) => number} loadOf how many tickets an agent has; newer than what the agents say
 */
export function isTaken({ department }, agents, loadOf) {
  return agents.some(agent =>
    agent.state === 'online' && serves(agent, department) && loadOf(agent.id) < agent.limit);
}

/** Agents without departments serve all, and tickets without one are everybody's. */
function serves({ departments = [] }, department) {
  return departments.length === 0 || !department || departments.includes(department);
}

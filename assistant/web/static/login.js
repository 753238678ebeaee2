// A login that has ended (in another tab, by a restart of the server, or after hours) is told: Gradio says nothing of it.
const tellEnded = () => {
  if (document.getElementById('ended')) return;
  const told = document.createElement('p');
  told.id = 'ended';
  told.setAttribute('role', 'alert');
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Load the page again';
  again.addEventListener('click', () => location.reload());
  told.append('Your login has ended. ', again, ' to log in; what stands in the question box is kept.');
  document.body.append(told);
};
const fetched = window.fetch;
window.fetch = async (...asked) => {
  const answer = await fetched.apply(window, asked);
  if (answer.status === 401) tellEnded();
  return answer;
};
